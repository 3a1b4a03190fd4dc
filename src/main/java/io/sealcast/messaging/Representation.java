package io.sealcast.messaging;

/** The form in which a range request wants the bytes of a chunk. */
public enum Representation {
  /** The verified plaintext, sealed under the response key of the session. */
  PLAINTEXT,
  /**
   * The stored ciphertext, for a receiver that has the data key. The format of records includes it
   * for later versions; this version responds with NOT_ACCEPTABLE.
   */
  CIPHERTEXT
}
