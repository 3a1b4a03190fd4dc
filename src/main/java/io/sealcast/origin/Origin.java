package io.sealcast.origin;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of a page (RFC 6454) in a canonical form, so that different spellings of
 * one origin are equal. {@link java.net.URI} isn't used, since it rejects hosts with an underscore,
 * which occur in home networks ({@code http://my_nas:8000}).
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and without a trailing dot; an IPv6 address in Java's notation
 * @param port 1 to 65535; the default port of the scheme when none was given
 */
public record Origin(String scheme, String host, int port) {
  private static final Pattern ORIGIN = Pattern.compile("(?i)(https?)://([^/?#@\\\\]+)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]{2,45}\\]|[a-z0-9_~.-]{1,254})(?::([0-9]{0,5}))?");

  /**
   * Parses the header {@code Origin}, or a setting of the same form.
   *
   * @return empty for {@code null}, for an invalid origin, and for one that no page in a browser
   *     has
   */
  public static Optional<Origin> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher parts = ORIGIN.matcher(text);
    return parts.matches()
        ? of(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2))
        : Optional.empty();
  }

  /**
   * Returns the origin by https of the host in a header {@code Host}.
   *
   * @param port 1 to 65535, instead of the port in the header
   * @return empty when the header is missing or invalid
   */
  public static Optional<Origin> https(String hostHeader, int port) {
    return hostHeader == null
        ? Optional.empty()
        : of("https", hostHeader.strip()).map(origin -> new Origin("https", origin.host, port));
  }

  /** Returns the origin as browsers write it: without the default port of its scheme. */
  public String serialized() {
    return scheme + "://" + host + (port == usualPort(scheme) ? "" : ":" + port);
  }

  /**
   * Whether a request with this header {@code Host} went to this origin. The header states no
   * scheme (a proxy may have terminated TLS), so a missing port means the default port of this
   * origin's scheme.
   */
  public boolean isAt(String hostHeader) {
    return hostHeader != null && of(scheme, hostHeader.strip()).equals(Optional.of(this));
  }

  private static int usualPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static Optional<Origin> of(String scheme, String authority) {
    Optional<String> ascii = ascii(authority);
    if (ascii.isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = AUTHORITY.matcher(ascii.get());
    if (!parts.matches()) {
      return Optional.empty();
    }
    int usual = usualPort(scheme);
    String digits = parts.group(2);
    int port = digits == null || digits.isEmpty() ? usual : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    return host(parts.group(1)).map(host -> new Origin(scheme, host, port));
  }

  /**
   * Converts internationalized names to ASCII: browsers send Punycode, whereas people write Unicode
   * into a setting.
   */
  private static Optional<String> ascii(String authority) {
    String lower = authority.toLowerCase(Locale.ROOT);
    if (lower.chars().allMatch(c -> c < 128)) {
      return Optional.of(lower);
    }
    try {
      return Optional.of(IDN.toASCII(lower).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> host(String text) {
    if (text.startsWith("[")) {
      try {
        // brackets contain an address or are invalid, so getByName looks up no name
        return Optional.of("[" + InetAddress.getByName(text).getHostAddress() + "]");
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return name.isEmpty() || name.endsWith(".") ? Optional.empty() : Optional.of(name);
  }
}
