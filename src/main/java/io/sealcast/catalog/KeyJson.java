package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Reads the encryption key in the body of a request. */
public final class KeyJson {
  private static final String FIELD = "encryption_key";

  private KeyJson() {}

  /**
   * Returns the key, which the caller clears.
   *
   * @throws DomainException MISSING_FIELD without a key, VALIDATION_FAILED for one that isn't a
   *     text
   */
  public static char[] require(JsonObject body) {
    JsonValue value = body.get(FIELD);
    if (value == null || value == JsonValue.NULL) {
      throw missing();
    }
    if (!(value instanceof JsonString text)) {
      throw DomainException.field(
          ErrorCode.VALIDATION_FAILED, FIELD, "The encryption key isn't a text.");
    }
    CharSequence chars = text.getChars();
    if (chars.isEmpty()) {
      throw missing();
    }
    char[] copy = new char[chars.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = chars.charAt(i);
    }
    return copy;
  }

  private static DomainException missing() {
    return DomainException.field(ErrorCode.MISSING_FIELD, FIELD, "The encryption key is missing.");
  }
}
