package io.sealcast.messaging;

/** In which form the bytes of a chunk are wanted. */
public enum Representation {
  /** The verified plaintext, sealed under the response key of the session. */
  PLAINTEXT,
  /**
   * The chunk as it is stored, for a receiver that holds the data key itself. Records can name it,
   * so that a later version can serve it; this version answers with NOT_ACCEPTABLE.
   */
  CIPHERTEXT
}
