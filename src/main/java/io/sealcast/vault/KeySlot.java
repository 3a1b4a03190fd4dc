package io.sealcast.vault;

/**
 * A data key wrapped under one secret.
 *
 * @param id which of a video's slots this is: the number of its row, or its place in a key file,
 *     from 1; 0 for a slot that isn't stored yet
 * @param kind what the secret is: {@value #PASSPHRASE}; slots of later versions may have other
 *     kinds
 * @param salt 16 random bytes for PBKDF2
 * @param iterations of PBKDF2-HMAC-SHA-256
 * @param wrapped the data key under AES key wrap (RFC 3394), 40 bytes
 */
public record KeySlot(long id, String kind, byte[] salt, int iterations, byte[] wrapped) {
  /** The kind of slot that an encryption key opens. */
  public static final String PASSPHRASE = "passphrase";

  static final int SALT_LENGTH = 16;
  static final int WRAPPED_LENGTH = DataKey.LENGTH + 8;

  /** About a second: a slot that somebody changed can't hold a thread for longer. */
  static final int MAX_ITERATIONS = 5_000_000;

  /** A slot that isn't stored yet. */
  public KeySlot(String kind, byte[] salt, int iterations, byte[] wrapped) {
    this(0, kind, salt, iterations, wrapped);
  }

  /** Whether PBKDF2 of a passphrase may give the key that opens it. */
  boolean isForPassphrases() {
    return PASSPHRASE.equals(kind);
  }

  /** Whether its fields are such as no passphrase was ever wrapped under. */
  boolean isDamaged() {
    return salt.length != SALT_LENGTH
        || wrapped.length != WRAPPED_LENGTH
        || iterations < 1
        || iterations > MAX_ITERATIONS;
  }
}
