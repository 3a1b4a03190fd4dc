package io.sealcast.platform;

import io.sealcast.vault.ServiceKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows the ids of the service keys that an instance has, so that an operator can compare the
 * instances during a key rotation. An unusable key file is reported but doesn't make the instance
 * unready, since it continues with the previous keys.
 */
@Readiness
@ApplicationScoped
public class ServiceKeyHealth implements HealthCheck {
  private final ServiceKeys keys;

  @Inject
  ServiceKeyHealth(ServiceKeys keys) {
    this.keys = keys;
  }

  @Override
  public HealthCheckResponse call() {
    ServiceKeys.Description description = keys.describe();
    return HealthCheckResponse.named("service-key")
        .up()
        .withData("seals", description.ids().get(0))
        .withData("opens", String.join(" ", description.ids()))
        .withData("current", description.current())
        .build();
  }
}
