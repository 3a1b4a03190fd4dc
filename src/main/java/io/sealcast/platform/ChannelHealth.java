package io.sealcast.platform;

import io.sealcast.messaging.MessagingHealth;
import io.sealcast.messaging.MessagingHealth.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness check: no channel is stuck. A channel on which records wait and none is handled recovers
 * only by a restart.
 */
@Liveness
@ApplicationScoped
public class ChannelHealth implements HealthCheck {
  private final MessagingHealth messaging;

  @Inject
  ChannelHealth(MessagingHealth messaging) {
    this.messaging = messaging;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("channels").up();
    for (Channel channel : messaging.channels()) {
      String name = channel.name();
      answer.withData(name, channel.stuck() ? "stuck" : "moving");
      answer.withData(name + ".lag", channel.lag());
      answer.withData(name + ".handled", channel.handled());
      answer.withData(name + ".refused", channel.refused());
      if (channel.lastHandled() != null) {
        answer.withData(name + ".last_handled", channel.lastHandled().toString());
      }
      if (channel.stuck()) {
        answer.down();
      }
    }
    return answer.build();
  }
}
