package io.sealcast.platform;

import io.sealcast.messaging.MessagingHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: the broker answers and has the topics of this instance. */
@Readiness
@ApplicationScoped
public class BrokerHealth implements HealthCheck {
  private final MessagingHealth messaging;

  @Inject
  BrokerHealth(MessagingHealth messaging) {
    this.messaging = messaging;
  }

  @Override
  public HealthCheckResponse call() {
    boolean reachable = messaging.brokerReachable();
    boolean topics = messaging.topicsReady();
    return HealthCheckResponse.named("broker")
        .status(reachable && topics)
        .withData("reachable", reachable)
        .withData("topics", topics)
        .build();
  }
}
