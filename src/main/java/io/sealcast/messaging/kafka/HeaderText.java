package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the headers of a record. All headers of Sealcast are short texts. */
final class HeaderText {
  private static final int LONGEST = 64;

  private HeaderText() {}

  /**
   * Returns the value of the last header of a name.
   *
   * @throws MalformedRecord when there is none or it is too long
   */
  static String require(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null || header.value().length > LONGEST) {
      throw new MalformedRecord(name + " is missing or too long");
    }
    return new String(header.value(), UTF_8);
  }
}
