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

/** Which reply topics there are, as the broker said a short while ago. */
@ApplicationScoped
class KnownTopics {
  private static final int MAX_TOPICS = 10_000;
  private static final Duration THERE = Duration.ofSeconds(60);
  private static final Duration NOT_THERE = Duration.ofSeconds(3);

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
            .expireAfter(Expiry.writing((String name, Boolean there) -> there ? THERE : NOT_THERE))
            .buildAsync();
  }

  /** Completes exceptionally when the broker can't be asked; then the next call asks again. */
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
