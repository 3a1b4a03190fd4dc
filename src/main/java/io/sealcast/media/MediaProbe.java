package io.sealcast.media;

/** Looks into a file and says what is in it. */
public interface MediaProbe {
  /**
   * Probes; takes seconds at most.
   *
   * @throws io.sealcast.problem.DomainException EMPTY_FILE, NOT_A_VIDEO, NO_VIDEO_STREAM,
   *     TRUNCATED_VIDEO, UNSUPPORTED_CODEC, PROCESSING_TIMEOUT, PROCESSING_FAILED
   * @throws java.util.concurrent.CancellationException when cancelled meanwhile
   */
  MediaInfo probe(MediaSource source, Cancellation cancellation);
}
