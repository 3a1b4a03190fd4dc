package io.sealcast.playback;

import java.time.Instant;

/** A row of {@code stream_session}. */
record SessionRow(
    byte[] hash,
    long fileId,
    long accountId,
    StreamSessions.Delivery delivery,
    byte[] sealedKeys,
    Instant expiresAt) {}
