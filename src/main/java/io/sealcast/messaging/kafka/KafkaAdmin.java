package io.sealcast.messaging.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Administrates topics through the one admin client of this instance, which is created at its first
 * use and kept. Thread-safe.
 */
@ApplicationScoped
class KafkaAdmin {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String bootstrap;
  private final short replicationFactor;

  @GuardedBy("this")
  private @Nullable Admin admin;

  @GuardedBy("this")
  private boolean closed;

  @Inject
  KafkaAdmin(
      @ConfigProperty(name = "sealcast.kafka.bootstrap") String bootstrap,
      @ConfigProperty(name = "sealcast.kafka.replication-factor") short replicationFactor) {
    this.bootstrap = bootstrap;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Returns the client. Its creation doesn't wait for the broker.
   *
   * @throws KafkaException when no address of the broker can be resolved, or after the application
   *     was stopped
   */
  synchronized Admin client() {
    if (closed) {
      throw new KafkaException("closed");
    }
    if (admin == null) {
      Properties properties = new Properties();
      properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
      properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
      properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
      // shorter intervals would fill the log while the broker is away
      properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 500);
      properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 500);
      properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
      admin = Admin.create(properties);
    }
    return admin;
  }

  /** Creates a topic unless it exists. The result completes when the topic can be written to. */
  CompletionStage<Void> create(Topic topic) {
    return client()
        .createTopics(List.of(topic.create(replicationFactor)))
        .all()
        .toCompletionStage()
        .exceptionally(KafkaAdmin::unlessItExists);
  }

  /** Applies the settings of {@code topic} to the existing topic. */
  CompletionStage<Void> configure(Topic topic) {
    Collection<AlterConfigOp> operations =
        topic.settings().entrySet().stream()
            .map(
                e ->
                    new AlterConfigOp(
                        new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    return client()
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), operations))
        .all()
        .toCompletionStage();
  }

  /**
   * Returns the effective settings of the given topics, without those that don't exist. The call
   * blocks.
   *
   * @throws KafkaException when the broker doesn't answer or denies access
   */
  Map<String, Config> settings(Collection<String> topics) {
    Map<String, Config> found = new HashMap<>();
    client()
        .describeConfigs(
            topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList())
        .values()
        .forEach((topic, config) -> ifThere(config).ifPresent(c -> found.put(topic.name(), c)));
    return found;
  }

  /**
   * Returns the partitions of a topic with their replicas; empty when the topic doesn't exist. The
   * call blocks and throws like {@link #settings}.
   */
  List<TopicPartitionInfo> replicas(String topic) {
    return ifThere(
            Objects.requireNonNull(
                client().describeTopics(List.of(topic)).topicNameValues().get(topic)))
        .map(TopicDescription::partitions)
        .orElse(List.of());
  }

  private static <T> Optional<T> ifThere(KafkaFuture<T> answer) {
    try {
      return Optional.of(get(answer));
    } catch (KafkaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Deletes the records before the given offsets. The call blocks.
   *
   * @throws KafkaException when the broker doesn't answer or denies it
   */
  void deleteRecords(Map<TopicPartition, Long> before) {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    before.forEach(
        (partition, offset) -> records.put(partition, RecordsToDelete.beforeOffset(offset)));
    get(client().deleteRecords(records).all());
  }

  /** Deletes a topic. It does nothing when the topic doesn't exist. */
  CompletionStage<Void> delete(String topic) {
    return client()
        .deleteTopics(List.of(topic))
        .all()
        .toCompletionStage()
        .exceptionally(KafkaAdmin::unlessItIsGone);
  }

  /** Returns the number of partitions of a topic; 0 when the topic doesn't exist. */
  CompletionStage<Integer> partitions(String topic) {
    return client()
        .describeTopics(List.of(topic))
        .allTopicNames()
        .toCompletionStage()
        .thenApply(described -> Objects.requireNonNull(described.get(topic)).partitions().size())
        .exceptionally(
            e -> {
              unlessItIsGone(e);
              return 0;
            });
  }

  Set<String> topics(String prefix) {
    return get(client().listTopics().names()).stream()
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /**
   * Waits for a result for at most 10 seconds. Messaging threads must not call it.
   *
   * @throws KafkaException when the broker fails the request or doesn't answer in time
   */
  static <T> T get(KafkaFuture<T> future) {
    return join(future.toCompletionStage());
  }

  /** Like {@link #get}, for a result of this class. */
  static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException(e);
    }
  }

  private static Void unlessItExists(Throwable e) {
    return unless(TopicExistsException.class, e);
  }

  private static Void unlessItIsGone(Throwable e) {
    return unless(UnknownTopicOrPartitionException.class, e);
  }

  private static Void unless(Class<? extends Throwable> expected, Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (expected.isInstance(cause)) {
      return null;
    }
    throw cause instanceof RuntimeException known ? known : new KafkaException(cause);
  }

  @PreDestroy
  synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ofSeconds(2));
    }
  }
}
