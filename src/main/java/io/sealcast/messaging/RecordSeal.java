package io.sealcast.messaging;

import java.time.Instant;

/** Tells what this deployment wrote into a topic from what somebody else put there. */
public interface RecordSeal {
  /**
   * Seals a record's value. It stays readable; nobody else can make the seal.
   *
   * @param expiresAt counts in whole seconds
   */
  byte[] seal(byte[] value, Instant expiresAt);

  /** Whether {@link #seal} made this for the same value and time, on any instance. */
  boolean isGenuine(byte[] value, Instant expiresAt, byte[] seal);
}
