package io.sealcast.messaging;

import java.time.Instant;

/** Authenticates the records that this deployment writes to topics. */
public interface RecordMac {
  /**
   * Computes the MAC of a record's value. The value itself isn't encrypted.
   *
   * @param expiresAt expiry time, of which only whole seconds count
   */
  byte[] compute(byte[] value, Instant expiresAt);

  /** Whether {@link #compute} of any instance returned this MAC for the same value and time. */
  boolean isValid(byte[] value, Instant expiresAt, byte[] mac);
}
