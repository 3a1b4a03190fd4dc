package io.sealcast.media;

/** Detects the container and the streams of a media file. */
public interface MediaProbe {
  /**
   * Probes a source. The call blocks, for some seconds at most.
   *
   * @throws io.sealcast.problem.DomainException EMPTY_FILE, NOT_A_VIDEO, TRUNCATED_VIDEO,
   *     UNSUPPORTED_CODEC, PROCESSING_TIMEOUT, PROCESSING_FAILED
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  MediaInfo probe(MediaSource source, Cancellation cancellation);
}
