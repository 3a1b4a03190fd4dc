package io.sealcast.platform;

import io.sealcast.messaging.MessagingHealth;
import io.sealcast.messaging.MessagingHealth.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** A channel on which records wait and nothing moves comes back only with a restart. */
@Liveness
@ApplicationScoped
public class ChannelHealth implements HealthCheck {
  private final MessagingHealth messaging;

  ChannelHealth() {
    this(null);
  }

  @Inject
  ChannelHealth(MessagingHealth messaging) {
    this.messaging = messaging;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("channels").up();
    for (Channel channel : messaging.channels()) {
      answer.withData(channel.name(), channel.stuck() ? "stuck" : "moving");
      if (channel.stuck()) {
        answer.down();
      }
    }
    return answer.build();
  }
}
