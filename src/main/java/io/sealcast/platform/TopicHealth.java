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
 * Names each topic that somebody has set so that records don't get through, with the setting. Not
 * ready only where no chunk reaches this instance's viewers: jobs that wait in the database, or a
 * topic of another instance, are no reason to send its viewers elsewhere. A restart mends none of
 * it, so liveness doesn't heed it.
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
    Map<String, String> words = new TreeMap<>();
    for (TopicFault fault : messaging.topicFaults()) {
      words.merge(fault.topic(), fault.words(), (first, next) -> first + "; " + next);
      if (fault.stopsStreams()) {
        answer.down();
      }
    }
    words.forEach(answer::withData);
    return answer.build();
  }
}
