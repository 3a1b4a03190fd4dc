package io.sealcast.messaging.kafka;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A cache of the existence of reply topics. It keeps a topic that exists for 60 seconds and a
 * missing one for 3 seconds. Thread-safe.
 */
@ApplicationScoped
class KnownTopics {
  private static final int MAX_TOPICS = 10_000;
  private static final Duration EXISTING_TTL = Duration.ofSeconds(60);
  private static final Duration MISSING_TTL = Duration.ofSeconds(3);

  private final Function<String, CompletionStage<Integer>> partitionsOf;
  private final AsyncCache<String, Boolean> topics;

  @Inject
  KnownTopics(KafkaAdmin admin) {
    this(admin::partitions);
  }

  KnownTopics(Function<String, CompletionStage<Integer>> partitionsOf) {
    this.partitionsOf = partitionsOf;
    this.topics =
        Caffeine.newBuilder()
            .maximumSize(MAX_TOPICS)
            .expireAfter(
                Expiry.writing((String name, Boolean there) -> there ? EXISTING_TTL : MISSING_TTL))
            .buildAsync();
  }

  /**
   * Determines whether a topic exists.
   *
   * @return completes exceptionally when the broker doesn't answer; failures aren't cached
   */
  CompletableFuture<Boolean> exists(String topic) {
    return topics.get(
        topic,
        (name, executor) ->
            partitionsOf.apply(name).thenApply(count -> count > 0).toCompletableFuture());
  }

  void forget(String topic) {
    topics.synchronous().invalidate(topic);
  }
}
