package io.sealcast.vault;

import java.time.Instant;

/**
 * Announces the public key of a running processor to the web instances.
 *
 * @param expiresAt when the processor counts as gone unless it has announced its key again
 * @param mac made by {@link KeyAnnouncements}
 */
public record KeyAnnouncement(String instanceId, byte[] publicKey, Instant expiresAt, byte[] mac) {}
