package io.sealcast.playback;

import io.sealcast.vault.KeyEnvelope;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Seals the keys of one session for the processors, once for each set of processors. In between,
 * only the sealed row of the session is kept.
 */
final class SessionRequestKeys implements RequestKeys {
  private final SealedKeys sealedKeys;
  private final Supplier<KeyEnvelope> envelopes;
  private final StreamSession session;
  private final byte[] row;
  private volatile @Nullable Current current;

  private record Current(KeyEnvelope envelope, Sealed sealed) {}

  /**
   * Creates an instance.
   *
   * @param envelopes returns the envelope for the processors that run now
   * @param row keys of the session, sealed under its request id
   */
  SessionRequestKeys(
      SealedKeys sealedKeys, Supplier<KeyEnvelope> envelopes, StreamSession session, byte[] row) {
    this.sealedKeys = sealedKeys;
    this.envelopes = envelopes;
    this.session = session;
    this.row = row;
  }

  @Override
  public Sealed current() {
    KeyEnvelope envelope = envelopes.get();
    Current known = current;
    if (known != null && known.envelope() == envelope) {
      return known.sealed();
    }
    Sealed sealed = seal(envelope);
    current = new Current(envelope, sealed);
    return sealed;
  }

  private Sealed seal(KeyEnvelope envelope) {
    String hash = RequestIds.hashInHex(session.requestId());
    try (SessionKeys keys =
        sealedKeys.openSession(session.requestId(), session.fileId(), session.expiresAt(), row)) {
      byte[] sealed = envelope.seal(hash, session.fileId(), session.expiresAt(), keys);
      return new Sealed(envelope.bytes(), sealed);
    }
  }
}
