package io.sealcast.messaging.kafka;

import io.sealcast.messaging.ReplyTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topics {@code streaming-response-…} of instances and sessions. */
@ApplicationScoped
class KafkaReplyTopics implements ReplyTopics {
  private final KafkaAdmin admin;
  private final KnownTopics known;
  private final String instanceId;
  private final Duration retention;

  @Inject
  KafkaReplyTopics(
      KafkaAdmin admin,
      KnownTopics known,
      @ConfigProperty(name = "sealcast.instance.id") String instanceId,
      @ConfigProperty(name = "sealcast.topics.session.retention") Duration retention) {
    this.admin = admin;
    this.known = known;
    this.instanceId = instanceId;
    this.retention = retention;
  }

  @Override
  public String ofThisInstance() {
    return Topic.RESPONSE_PREFIX + instanceId;
  }

  @Override
  public String ofSession(String sessionHash) {
    return Topic.RESPONSE_PREFIX + sessionHash;
  }

  @Override
  public CompletionStage<String> create(String sessionHash) {
    Topic topic = Topic.ofSession(sessionHash, retention.toMillis());
    return guarded(() -> admin.create(topic)).thenApply(done -> topic.name());
  }

  @Override
  public CompletionStage<Void> delete(String sessionHash) {
    String topic = ofSession(sessionHash);
    known.forget(topic);
    return guarded(() -> admin.delete(topic));
  }

  @Override
  public Set<String> sessions() {
    try {
      return admin.topics(Topic.RESPONSE_PREFIX).stream()
          .flatMap(name -> Topic.sessionOf(name).stream())
          .collect(Collectors.toSet());
    } catch (KafkaException e) {
      throw Failures.unavailable(e);
    }
  }

  private static CompletionStage<Void> guarded(
      java.util.function.Supplier<CompletionStage<Void>> call) {
    try {
      return call.get()
          .exceptionallyCompose(e -> CompletableFuture.failedStage(Failures.unavailable(e)));
    } catch (KafkaException e) {
      return CompletableFuture.failedStage(Failures.unavailable(e));
    }
  }
}
