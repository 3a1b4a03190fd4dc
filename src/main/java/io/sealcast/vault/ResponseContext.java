package io.sealcast.vault;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sealed response chunk is bound to. A chunk for a web instance is bound to its object too:
 * it may serve other viewers, and a request that was tampered with on its way must not bring them
 * another object's bytes.
 *
 * @param object the chunk's, for a web instance; null for a consumer of its own, which knows none
 * @param offset of the chunk's first byte in the object
 * @param last whether the chunk ends the object
 */
public record ResponseContext(
    String requestId, long rangeId, @Nullable UUID object, long offset, boolean last) {
  private static final String PURPOSE = "sealcast response v1";

  /** The associated data, as {@code docs/messaging.md} has it. */
  byte[] associated() {
    AssociatedData data =
        AssociatedData.to(PURPOSE).and(requestId).and(rangeId).and(offset).and(last ? 1 : 0);
    if (object != null) {
      data.and(object.getMostSignificantBits()).and(object.getLeastSignificantBits());
    }
    return data.bytes();
  }
}
