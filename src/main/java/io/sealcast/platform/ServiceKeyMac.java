package io.sealcast.platform;

import io.sealcast.messaging.RecordMac;
import io.sealcast.vault.EventMacs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * Implements the MACs of messaging with the vault, since messaging must not depend on the vault.
 */
@ApplicationScoped
class ServiceKeyMac implements RecordMac {
  @Inject private EventMacs macs;

  @Override
  public byte[] compute(byte[] value, Instant expiresAt) {
    return macs.compute(value, expiresAt);
  }

  @Override
  public boolean isValid(byte[] value, Instant expiresAt, byte[] mac) {
    return macs.isValid(value, expiresAt, mac);
  }
}
