package io.sealcast.platform;

import io.sealcast.tls.InstalledCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: an instance with TLS listens on the port of https, which it doesn't when another
 * program has taken it. The data says until when the certificate is valid.
 */
@Readiness
@ApplicationScoped
public class TlsHealth implements HealthCheck {
  private static final int TIMEOUT_MILLIS = 1000;

  private final TlsSetup tls;
  private final Optional<String> host;

  @Inject
  TlsHealth(TlsSetup tls, @ConfigProperty(name = "sealcast.http.host") Optional<String> host) {
    this.tls = tls;
    this.host = host.filter(name -> !name.equals("*"));
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("tls");
    Optional<InstalledCertificate> installed = tls.installed();
    if (installed.isEmpty()) {
      return answer.up().withData("needed", false).build();
    }
    InstalledCertificate certificate = installed.get();
    answer
        .status(isListening(certificate.port()))
        .withData("valid_until", certificate.expiry().toString());
    if (!certificate.problem().isEmpty()) {
      answer.withData("problem", certificate.problem());
    }
    return answer.build();
  }

  private boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      InetAddress address =
          host.isPresent() ? InetAddress.getByName(host.get()) : InetAddress.getLoopbackAddress();
      socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
