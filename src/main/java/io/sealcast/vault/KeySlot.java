package io.sealcast.vault;

/**
 * A data key wrapped under one secret.
 *
 * @param kind what the secret is: {@code passphrase}, later {@code recovery} and {@code share}
 * @param salt 16 random bytes for PBKDF2
 * @param iterations of PBKDF2-HMAC-SHA-256
 * @param wrapped the data key under AES key wrap (RFC 3394), 40 bytes
 */
public record KeySlot(String kind, byte[] salt, int iterations, byte[] wrapped) {}
