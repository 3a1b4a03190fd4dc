package io.sealcast.account;

/** One-way hashes of passwords; slow on purpose. */
interface PasswordHasher {
  /** A salted hash, at most 255 characters. */
  String hash(char[] password);

  /** The hash of no password at all; to compare with it costs as much as with any other. */
  String ofNobody();

  boolean matches(char[] password, String hash);
}
