package io.sealcast.media;

import java.util.List;
import java.util.function.IntConsumer;

/** Makes what browsers play from what users upload. */
public interface Transcoder {
  /**
   * Makes all that is planned; blocks meanwhile. A rendition is copied where the source allows it.
   * It begins at 0, its sound is as long as its picture and keeps with it, and it was demuxed whole
   * and decoded in samples (whole, where the source is damaged or the picture was copied) before it
   * is returned. A damaged source gives what can be decoded of it, with warnings.
   *
   * @param info of this source
   * @param plan which outputs there shall be
   * @param sink is asked for each output, a rendition {@code <height>p.mp4}; more than once where a
   *     first try fails its check. Outputs that aren't returned were not finished
   * @param progress is told 0 to 100, how far the renditions are, from a thread of the transcoder's
   * @return what was made, in the order of the plan
   * @throws io.sealcast.problem.DomainException TRUNCATED_VIDEO, UNSUPPORTED_CODEC,
   *     PROCESSING_TIMEOUT, PROCESSING_FAILED; no picture at all could be decoded, or what came of
   *     it fails its check even when encoded anew
   * @throws java.util.concurrent.CancellationException when cancelled meanwhile
   */
  List<MediaOutput> transcode(
      MediaSource source,
      MediaInfo info,
      OutputPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);
}
