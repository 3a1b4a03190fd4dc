package io.sealcast.messaging;

import java.time.Instant;

/** Tells what this deployment wrote into a topic from what somebody else put there. */
public interface RecordMac {
  /**
   * Computes the authentication code of a record's value. The value itself stays readable.
   *
   * @param expiresAt counts in whole seconds
   */
  byte[] compute(byte[] value, Instant expiresAt);

  /** Whether {@link #compute} gave this code for the same value and time, on any instance. */
  boolean isValid(byte[] value, Instant expiresAt, byte[] mac);
}
