package io.sealcast.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The context to which a sealed response chunk is bound. A chunk for a web instance is also bound
 * to its object: the instance may cache it for other viewers, so a manipulated request must not
 * yield the bytes of another object.
 *
 * @param sessionHash name of the session in records: SHA-256 of its request id in hex
 * @param object id of the object for a web instance; null for a consumer with a topic of its own,
 *     which doesn't know the object
 * @param offset position of the chunk's first byte in the object
 * @param last whether the chunk ends the object
 */
public record ResponseContext(
    String sessionHash, long rangeId, @Nullable UUID object, long offset, boolean last) {
  private static final String PURPOSE = "sealcast response v1";

  /** Returns the associated data, as {@code docs/messaging.md} specifies it. */
  byte[] associated() {
    AssociatedData data =
        AssociatedData.to(PURPOSE).and(sessionHash).and(rangeId).and(offset).and(last ? 1 : 0);
    if (object != null) {
      data.and(object.getMostSignificantBits()).and(object.getLeastSignificantBits());
    }
    return data.bytes();
  }
}
