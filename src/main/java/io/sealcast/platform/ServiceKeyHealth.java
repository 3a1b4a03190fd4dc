package io.sealcast.platform;

import io.sealcast.vault.ServiceKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Which service keys an instance has, to be compared between instances while a key is exchanged. A
 * file that can't be used is told and no reason to turn viewers away: the keys of before are there.
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
