package io.sealcast.origin;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of a page (RFC 6454), in the form in which two spellings of one origin are
 * equal. {@link java.net.URI} isn't used, since it knows no host with an underscore, which home
 * networks have ({@code http://my_nas:8000}).
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and without a trailing dot; an IPv6 address as Java writes it
 * @param port 1 to 65535, the scheme's usual one where none was given
 */
public record Origin(String scheme, String host, int port) {
  private static final Pattern ORIGIN = Pattern.compile("(?i)(https?)://([^/?#@\\\\]+)");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9a-f:.]{2,45}\\]|[a-z0-9_~.-]{1,254})(?::([0-9]{0,5}))?");

  /**
   * Reads the header {@code Origin}, or a setting that has the same form.
   *
   * @return empty for {@code null}, for what is no origin, and for one that no browser page has
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
   * Whether a request with this header {@code Host} went to this origin. The header tells no scheme
   * (TLS may have ended at a proxy), so the port is taken as this origin's scheme would.
   */
  public boolean isAt(String hostHeader) {
    return hostHeader != null && of(scheme, hostHeader.strip()).equals(Optional.of(this));
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
    int usual = scheme.equals("https") ? 443 : 80;
    String digits = parts.group(2);
    int port = digits == null || digits.isEmpty() ? usual : Integer.parseInt(digits);
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    return host(parts.group(1)).map(host -> new Origin(scheme, host, port));
  }

  /** Browsers send names in Punycode; a person writes them into a setting as they are spoken. */
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
        // in brackets it is an address or nothing: no name is looked up
        return Optional.of("[" + InetAddress.getByName(text).getHostAddress() + "]");
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return name.isEmpty() || name.endsWith(".") ? Optional.empty() : Optional.of(name);
  }
}
