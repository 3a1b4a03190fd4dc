package io.sealcast.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Provides the version of the application from the manifest of the WAR, for {@code /health} and the
 * pages.
 */
@Named("version")
@Liveness
@ApplicationScoped
public class ProductVersion implements HealthCheck {
  private static final String MANIFEST = "/META-INF/MANIFEST.MF";

  /** The version of an application that runs from a directory without a manifest. */
  private static final String UNKNOWN = "unknown";

  private volatile String number = UNKNOWN;

  /**
   * Reads the version at the start: the servlet context can be injected only within a request, and
   * health checks have none.
   */
  void start(@Observes @Initialized(ApplicationScoped.class) ServletContext context) {
    number = read(context);
  }

  /** Returns the version, for instance {@code 1.4.2} or {@code 1.5.0-SNAPSHOT}. */
  public String getNumber() {
    return number;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("version").up().withData("version", number).build();
  }

  private static String read(ServletContext context) {
    try (InputStream manifest = context.getResourceAsStream(MANIFEST)) {
      if (manifest == null) {
        return UNKNOWN;
      }
      String version =
          new Manifest(manifest)
              .getMainAttributes()
              .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? UNKNOWN : version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
