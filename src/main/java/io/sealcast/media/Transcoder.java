package io.sealcast.media;

import java.util.function.IntConsumer;

/** Makes what browsers play from what users upload. Both methods block while they work. */
public interface Transcoder {
  /**
   * Makes the default rendition: one fragmented MP4 with picture (H.264, 8 bit 4:2:0) and sound
   * (AAC LC, stereo), copied where the source allows it. It begins at 0, its sound is as long as
   * its picture and keeps with it, and it was demuxed whole and decoded in samples (whole, where
   * the source is damaged or the picture was copied) before it is returned. A damaged source gives
   * what can be decoded of it, with warnings.
   *
   * @param info of this source
   * @param sink is asked for one output, {@code <height>p.mp4}; more than once where a first try
   *     fails its check
   * @param progress is told 0 to 100, from a thread of the transcoder's
   * @throws io.sealcast.problem.DomainException TRUNCATED_VIDEO, UNSUPPORTED_CODEC,
   *     PROCESSING_TIMEOUT, PROCESSING_FAILED; no picture at all could be decoded, or what came of
   *     it fails its check even when encoded anew
   * @throws java.util.concurrent.CancellationException when cancelled meanwhile
   */
  Rendition defaultRendition(
      MediaSource source,
      MediaInfo info,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);

  /**
   * Makes a still picture of the video, a JPEG at most 640 pixels wide.
   *
   * @param made a rendition, since only that shows what viewers will see: upright, in the colours
   *     of a page and without what an edit list hides
   * @param rendition its bytes
   * @return the JPEG, never empty
   * @throws io.sealcast.problem.DomainException as above
   */
  byte[] poster(Rendition made, MediaSource rendition, Cancellation cancellation);
}
