package io.sealcast.platform;

import io.sealcast.messaging.MessagingHealth;
import io.sealcast.messaging.TopicFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: no topic setting keeps chunks from this instance's viewers. The data names every
 * topic whose settings keep records from getting through, with the setting. Jobs that wait in the
 * database, or the topic of another instance, don't make the instance unready. It isn't part of
 * liveness, since a restart doesn't correct a setting.
 */
@Readiness
@ApplicationScoped
public class TopicHealth implements HealthCheck {
  private final MessagingHealth messaging;

  @Inject
  TopicHealth(MessagingHealth messaging) {
    this.messaging = messaging;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("topics").up();
    Map<String, String> details = new TreeMap<>();
    for (TopicFault fault : messaging.topicFaults()) {
      details.merge(fault.topic(), fault.description(), (first, next) -> first + "; " + next);
      if (fault.stopsStreams()) {
        answer.down();
      }
    }
    details.forEach(answer::withData);
    return answer.build();
  }
}
