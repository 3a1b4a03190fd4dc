package io.sealcast.platform;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves {@code GET /metrics} in a Prometheus format to callers with the bearer token. It responds
 * 404 when no token is configured. docs/adr/0005-metrics.md explains why the server's own endpoint
 * isn't used.
 */
@WebServlet(urlPatterns = MetricsServlet.PATH, loadOnStartup = 2)
public class MetricsServlet extends HttpServlet {
  static final String PATH = "/metrics";

  private static final long serialVersionUID = 1L;
  private static final String SCHEME = "Bearer ";

  private final transient PrometheusRegistry registry = new PrometheusRegistry();
  private final transient ExpositionFormats formats = ExpositionFormats.init();

  @Inject private transient Event<Meters> metersEvent;

  @Inject
  @ConfigProperty(name = "sealcast.metrics.token")
  private transient java.util.Optional<String> token;

  @Override
  public void init() {
    JvmMetrics.builder().register(registry);
    metersEvent.fire(new PrometheusMeters(registry));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (token.isEmpty() || token.get().isBlank()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (!hasToken(request.getHeader("Authorization"))) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"Sealcast metrics\"");
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    ExpositionFormatWriter writer = formats.findWriter(request.getHeader("Accept"));
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
    writer.write(body, registry.scrape());
    response.setContentType(writer.getContentType());
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.size());
    body.writeTo(response.getOutputStream());
  }

  private boolean hasToken(String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, token.get().strip().getBytes(StandardCharsets.UTF_8));
  }
}
