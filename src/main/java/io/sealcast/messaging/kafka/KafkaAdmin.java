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
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The one admin client of this instance, made when it is first used and kept. */
@ApplicationScoped
class KafkaAdmin {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final String bootstrap;
  private final short replicationFactor;
  @GuardedBy("this")
  private @Nullable Admin admin;
  @GuardedBy("this")
  private boolean closed;

  KafkaAdmin() {
    this("", (short) 1);
  }

  @Inject
  KafkaAdmin(
      @ConfigProperty(name = "sealcast.kafka.bootstrap") String bootstrap,
      @ConfigProperty(name = "sealcast.kafka.replication-factor") short replicationFactor) {
    this.bootstrap = bootstrap;
    this.replicationFactor = replicationFactor;
  }

  /**
   * The client; made without waiting for the broker.
   *
   * @throws KafkaException when no address of the broker can be resolved
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
      // else it fills the log while the broker is away
      properties.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 500);
      properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 500);
      properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
      admin = Admin.create(properties);
    }
    return admin;
  }

  /** Creates the topic unless it is there; completes when it can be written to. */
  CompletionStage<Void> create(Topic topic) {
    return client()
        .createTopics(List.of(topic.create(replicationFactor)))
        .all()
        .toCompletionStage()
        .exceptionally(KafkaAdmin::unlessItExists);
  }

  /** Gives a topic that exists the settings that it should have. */
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
   * The settings of those topics that are there, as the broker applies them. Blocks.
   *
   * @throws KafkaException when the broker doesn't answer, or won't tell
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

  /** The partitions of a topic, none when it isn't there. Blocks; see {@link #settings}. */
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

  /** Deletes the topic; does nothing when it isn't there. */
  CompletionStage<Void> delete(String topic) {
    return client()
        .deleteTopics(List.of(topic))
        .all()
        .toCompletionStage()
        .exceptionally(KafkaAdmin::unlessItIsGone);
  }

  /** How many partitions a topic has, 0 when it isn't there. */
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
   * Waits for an answer of the broker; not for messaging threads.
   *
   * @throws KafkaException when there is none
   */
  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
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
