package io.sealcast.platform;

import io.sealcast.messaging.RecordSeal;
import io.sealcast.vault.EventSeals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** Gives messaging the vault's seals, which it may not know. */
@ApplicationScoped
class ServiceKeySeal implements RecordSeal {
  @Inject private EventSeals seals;

  @Override
  public byte[] seal(byte[] value, Instant expiresAt) {
    return seals.seal(value, expiresAt);
  }

  @Override
  public boolean isGenuine(byte[] value, Instant expiresAt, byte[] seal) {
    return seals.isGenuine(value, expiresAt, seal);
  }
}
