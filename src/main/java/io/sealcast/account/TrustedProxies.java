package io.sealcast.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The addresses and networks of trusted proxies. */
final class TrustedProxies {
  /** The form of an IPv4 address, which excludes host names: those would be looked up in DNS. */
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final List<Network> networks;

  /** A network: {@code bits} is the length of its prefix. */
  private record Network(byte[] address, int bits) {
    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      int mask = 0xff << 8 - rest;
      return Arrays.equals(address, 0, whole, other, 0, whole)
          && (rest == 0 || ((address[whole] ^ other[whole]) & mask & 0xff) == 0);
    }
  }

  /**
   * Parses a list such as {@code 127.0.0.0/8, ::1}.
   *
   * @throws IllegalStateException when an entry is neither an address nor a network
   */
  TrustedProxies(String list) {
    networks =
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(network -> !network.isEmpty())
            .map(TrustedProxies::network)
            .toList();
  }

  private static Network network(String text) {
    String[] parts = text.split("/", 2);
    byte[] address =
        parse(parts[0])
            .orElseThrow(() -> new IllegalStateException(text + " is no network"))
            .getAddress();
    int bits = 8 * address.length;
    if (parts.length == 2) {
      if (!parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > bits) {
        throw new IllegalStateException(text + " is no network");
      }
      bits = Integer.parseInt(parts[1]);
    }
    return new Network(address, bits);
  }

  boolean contains(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address.getAddress()));
  }

  /**
   * Parses a literal address; returns empty for any other text. An IPv4-mapped IPv6 address yields
   * the IPv4 address.
   */
  static Optional<InetAddress> parse(String address) {
    try {
      if (V4.matcher(address).matches()) {
        return Optional.of(InetAddress.getByName(address));
      }
      if (V6.matcher(address).matches()) {
        // brackets exclude host names
        return Optional.of(InetAddress.getByName("[" + address + "]"));
      }
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
