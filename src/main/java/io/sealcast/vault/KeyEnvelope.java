package io.sealcast.vault;

import java.time.Instant;
import java.util.Arrays;

/**
 * A random key that a web instance shares with the processors that run at the moment, and the bytes
 * by which each of them gets it. The key itself exists only in memory, so what is sealed under it
 * can't be opened any more when these processes have ended. Thread-safe.
 */
public final class KeyEnvelope {
  private static final String PURPOSE = "sealcast request keys v1";

  private final byte[] key;
  private final byte[] bytes;

  KeyEnvelope(byte[] key, byte[] bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  /** Returns what a range request carries, so that its processor gets the key. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Seals the keys of a session.
   *
   * @param sessionHash name of the session in records
   * @param expiresAt expiry time, of which only whole seconds count
   */
  public byte[] seal(String sessionHash, long fileId, Instant expiresAt, SessionKeys keys) {
    byte[] plain = keys.bytes();
    byte[] sessionKey = derive(key, sessionHash);
    try {
      byte[] associated = associated(sessionHash, fileId, expiresAt);
      return GcmSeal.seal(sessionKey, associated, plain, 0, plain.length);
    } finally {
      Arrays.fill(sessionKey, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  static byte[] derive(byte[] envelopeKey, String sessionHash) {
    byte[] info = AssociatedData.to(PURPOSE).and(sessionHash).bytes();
    return io.sealcast.container.Hkdf.derive(envelopeKey, new byte[0], info, DataKey.LENGTH);
  }

  static byte[] associated(String sessionHash, long fileId, Instant expiresAt) {
    return AssociatedData.to(PURPOSE)
        .and(sessionHash)
        .and(fileId)
        .and(expiresAt.getEpochSecond())
        .bytes();
  }

  @Override
  public String toString() {
    return "KeyEnvelope[hidden]";
  }
}
