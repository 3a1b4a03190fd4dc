package io.sealcast.gateway;

import io.sealcast.catalog.KeyJson;
import io.sealcast.playback.StreamSessions.Delivery;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/stream/{file_id}}: the encryption key and the kind of delivery. */
final class StreamRequest implements AutoCloseable {
  private final char[] encryptionKey;
  private final Delivery delivery;

  private StreamRequest(char[] encryptionKey, Delivery delivery) {
    this.encryptionKey = encryptionKey;
    this.delivery = delivery;
  }

  /**
   * Parses the body.
   *
   * @throws DomainException MISSING_FIELD without a key, VALIDATION_FAILED for a key that isn't
   *     valid text or an unknown delivery
   */
  static StreamRequest of(JsonObject body) {
    Delivery delivery = delivery(body.get("delivery"));
    return new StreamRequest(KeyJson.require(body), delivery);
  }

  private static Delivery delivery(@Nullable JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return Delivery.GATEWAY;
    }
    if (value instanceof JsonString text && text.getString().equals("topic")) {
      return Delivery.TOPIC;
    }
    throw DomainException.field(
        ErrorCode.VALIDATION_FAILED,
        "delivery",
        "The delivery can only be \"topic\", or left out.");
  }

  /** Returns the encryption key, which {@link #close} wipes. */
  char[] encryptionKey() {
    return encryptionKey;
  }

  Delivery delivery() {
    return delivery;
  }

  @Override
  public void close() {
    Arrays.fill(encryptionKey, '\0');
  }
}
