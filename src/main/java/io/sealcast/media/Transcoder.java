package io.sealcast.media;

import java.util.function.IntConsumer;

/**
 * Produces files that browsers can play from files that users upload. Both methods block until they
 * have finished.
 */
public interface Transcoder {
  /**
   * Makes the default rendition: one fragmented MP4 with picture (H.264, 8 bit 4:2:0) and sound
   * (AAC LC, stereo), copied where the source allows it. The rendition begins at time 0, and its
   * sound is as long as its picture and synchronous to it. Before the method returns, it demuxes
   * the whole rendition and decodes samples of it (all of it, when the source is damaged or the
   * picture was copied). A damaged source yields the part that can be decoded, with warnings.
   *
   * @param info result of probing this source
   * @param sink receives one output, {@code <height>p.mp4}; it is opened again when an attempt
   *     fails its check
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @throws io.sealcast.problem.DomainException TRUNCATED_VIDEO, UNSUPPORTED_CODEC,
   *     PROCESSING_TIMEOUT or PROCESSING_FAILED, when no picture could be decoded at all, or when
   *     the rendition fails its check even after it was encoded again
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
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
   * @param made a rendition, since only a rendition has what viewers will see: it is upright, in
   *     BT.709 and without the pictures that an edit list hides
   * @param rendition the bytes of {@code made}
   * @return the JPEG, never empty
   * @throws io.sealcast.problem.DomainException with the codes of {@link #defaultRendition}
   */
  byte[] poster(Rendition made, MediaSource rendition, Cancellation cancellation);
}
