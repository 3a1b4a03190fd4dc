package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the headers of a record, which are all short texts. */
final class HeaderText {
  private static final int LONGEST = 64;

  private HeaderText() {}

  /**
   * The last header of that name.
   *
   * @throws MalformedRecord where there is none, or a long one
   */
  static String require(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null || header.value().length > LONGEST) {
      throw new MalformedRecord(name + " is missing or too long");
    }
    return new String(header.value(), UTF_8);
  }
}
