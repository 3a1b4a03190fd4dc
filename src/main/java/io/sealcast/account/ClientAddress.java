package io.sealcast.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Determines the address of a request's client behind the proxies of {@code
 * sealcast.trusted-proxies}. Each proxy appends the address of its caller to {@code
 * X-Forwarded-For}; a client can forge everything before that. The header is therefore read from
 * its end, as long as the addresses belong to trusted proxies.
 *
 * <p>Liberty's {@code remoteIp} isn't used: it trusts the first entry of the header, and the header
 * {@code Forwarded}, which nginx passes on from the client.
 */
@ApplicationScoped
public class ClientAddress {
  private static final Logger LOG = System.getLogger(ClientAddress.class.getName());
  private static final String HEADER = "X-Forwarded-For";
  private static final int V6_BYTES = 16;

  private final TrustedProxies proxies;

  @Inject
  ClientAddress(@ConfigProperty(name = "sealcast.trusted-proxies") Optional<String> proxies) {
    this.proxies = new TrustedProxies(proxies.orElse(""));
  }

  /** Creates the bean at the start, so that an invalid setting is reported immediately. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.DEBUG, "Ready");
  }

  /**
   * Returns the network to which limits apply: an IPv4 address, or the first 64 bits of an IPv6
   * address, since one subscriber has all addresses of such a network.
   */
  public String networkOf(HttpServletRequest request) {
    return networkOf(of(request));
  }

  static String networkOf(String address) {
    return TrustedProxies.parse(address)
        .map(
            parsed ->
                parsed.getAddress().length == V6_BYTES
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, V6_BYTES / 2) + "::/64"
                    : parsed.getHostAddress())
        .orElse(address);
  }

  String of(HttpServletRequest request) {
    return of(request.getRemoteAddr(), Collections.list(request.getHeaders(HEADER)));
  }

  /**
   * Returns the last address that doesn't belong to a trusted proxy.
   *
   * @param peer address of the connection
   * @param forwarded values of the header in their order, each of them a list
   */
  String of(String peer, List<String> forwarded) {
    List<String> callers =
        forwarded.stream().flatMap(v -> Arrays.stream(v.split(","))).map(String::strip).toList();
    Optional<InetAddress> address = TrustedProxies.parse(peer);
    for (int i = callers.size(); i > 0 && address.filter(proxies::contains).isPresent(); i--) {
      Optional<InetAddress> caller = TrustedProxies.parse(callers.get(i - 1));
      if (caller.isEmpty()) {
        break;
      }
      address = caller;
    }
    return address.map(InetAddress::getHostAddress).orElse(peer);
  }
}
