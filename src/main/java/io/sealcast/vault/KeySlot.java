package io.sealcast.vault;

/**
 * A data key wrapped under one secret.
 *
 * @param id number of the slot's row, or its position in a key file, from 1; 0 for a slot that
 *     isn't stored yet
 * @param kind kind of the secret: {@value #PASSPHRASE}; later versions may write other kinds
 * @param salt 16 random bytes for PBKDF2
 * @param iterations number of iterations of PBKDF2-HMAC-SHA-256
 * @param wrapped the data key in AES key wrap (RFC 3394), 40 bytes
 */
public record KeySlot(long id, String kind, byte[] salt, int iterations, byte[] wrapped) {
  /** The kind of a slot that an encryption key opens. */
  public static final String PASSPHRASE = "passphrase";

  static final int SALT_LENGTH = 16;
  static final int WRAPPED_LENGTH = DataKey.LENGTH + 8;

  /**
   * Maximum number of iterations, which take about a second, so that a manipulated slot doesn't
   * occupy a thread for longer.
   */
  static final int MAX_ITERATIONS = 5_000_000;

  /** Creates a slot that isn't stored yet. */
  public KeySlot(String kind, byte[] salt, int iterations, byte[] wrapped) {
    this(0, kind, salt, iterations, wrapped);
  }

  /** Whether a passphrase opens the slot. */
  boolean isForPassphrases() {
    return PASSPHRASE.equals(kind);
  }

  /** Whether the fields have values that no version of Sealcast writes. */
  boolean isDamaged() {
    return salt.length != SALT_LENGTH
        || wrapped.length != WRAPPED_LENGTH
        || iterations < 1
        || iterations > MAX_ITERATIONS;
  }
}
