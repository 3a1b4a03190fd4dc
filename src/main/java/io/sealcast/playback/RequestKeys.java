package io.sealcast.playback;

/** The keys of a session as its range requests carry them. */
@FunctionalInterface
interface RequestKeys {
  /**
   * Returns the keys, sealed for the processors that run now. The call doesn't block.
   *
   * @throws io.sealcast.problem.DomainException STREAM_TIMEOUT when no processor is known;
   *     SESSION_ENDED when the session has expired
   */
  Sealed current();

  /**
   * Sealed keys.
   *
   * @param envelope the key that they are sealed under, for each processor
   * @param keys data key and response key
   */
  record Sealed(byte[] envelope, byte[] keys) {}
}
