package io.sealcast.media;

import java.util.function.IntConsumer;

/** Makes what browsers play from what users upload. Both methods block while they work. */
public interface Transcoder {
  /**
   * Makes the default rendition: one fragmented MP4 with picture (H.264, 8 bit 4:2:0) and sound
   * (AAC LC, stereo), copied where the source allows it.
   *
   * @param info of this source
   * @param sink is asked for one output, {@code <height>p.mp4}
   * @param progress is told 0 to 100, from a thread of the transcoder's
   * @throws io.sealcast.problem.DomainException TRUNCATED_VIDEO, UNSUPPORTED_CODEC,
   *     PROCESSING_TIMEOUT, PROCESSING_FAILED
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
   * @return the JPEG, never empty
   * @throws io.sealcast.problem.DomainException as above
   */
  byte[] poster(MediaSource source, MediaInfo info, Cancellation cancellation);
}
