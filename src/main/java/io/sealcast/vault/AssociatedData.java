package io.sealcast.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes the associated data of an encryption: its purpose and a list of fields. Different lists
 * give different bytes. A text is encoded as a 4-byte length and its UTF-8 bytes, an integer as 8
 * bytes. All integers are big-endian.
 */
final class AssociatedData {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
  private final DataOutputStream out = new DataOutputStream(bytes);

  private AssociatedData() {}

  static AssociatedData to(String purpose) {
    return new AssociatedData().and(purpose);
  }

  AssociatedData and(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    try {
      out.writeInt(utf8.length);
      out.write(utf8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AssociatedData and(long number) {
    try {
      out.writeLong(number);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
