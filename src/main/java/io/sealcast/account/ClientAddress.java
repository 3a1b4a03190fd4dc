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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The address that a request comes from, past the proxies of {@code sealcast.trusted-proxies}. Each
 * of them has written down its caller at the end of {@code X-Forwarded-For}; what stands before
 * that, the caller may have made up. So the header is read from its end, as far as proxies are
 * trusted.
 *
 * <p>Not Liberty's {@code remoteIp}: that believes the header's first entry, and the header {@code
 * Forwarded}, which nginx passes on from whoever sends it.
 */
@ApplicationScoped
class ClientAddress {
  private static final Logger LOG = System.getLogger(ClientAddress.class.getName());
  private static final String HEADER = "X-Forwarded-For";

  private final TrustedProxies proxies;

  @Inject
  ClientAddress(@ConfigProperty(name = "sealcast.trusted-proxies") Optional<String> proxies) {
    this.proxies = new TrustedProxies(proxies.orElse(""));
  }

  /** Makes the bean at the start, so that a mistake in the setting shows then. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.DEBUG, "Ready");
  }

  String of(HttpServletRequest request) {
    return of(request.getRemoteAddr(), Collections.list(request.getHeaders(HEADER)));
  }

  /**
   * The nearest address that isn't a trusted proxy's.
   *
   * @param peer whose connection it is
   * @param forwarded the header's values in their order, each a list
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
