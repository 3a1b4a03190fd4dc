package io.sealcast.gateway.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The header {@code Content-Disposition} of a download (RFC 6266). */
final class AttachmentName {
  private AttachmentName() {}

  /**
   * Returns the value of the header. A client that knows no {@code filename*} gets the name with
   * underscores for what isn't plain ASCII.
   */
  static String header(String filename) {
    String plain = filename.replaceAll("[^ !#$&'()+,.0-9;=@A-Z\\[\\]^_`a-z{}~-]", "_");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded(filename);
  }

  /** Encodes all but the characters {@code attr-char} of RFC 8187, section 3.2.1. */
  private static String encoded(String filename) {
    return URLEncoder.encode(filename, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A");
  }
}
