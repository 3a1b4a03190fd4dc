package io.sealcast.account;

/** Hashes passwords with an intentionally slow one-way function. */
interface PasswordHasher {
  /** Returns a salted hash of at most 255 characters. */
  String hash(char[] password);

  /**
   * Returns a hash that no password matches. A comparison with it takes as long as with any other.
   */
  String ofNobody();

  boolean matches(char[] password, String hash);
}
