package io.sealcast.messaging.kafka;

import io.sealcast.messaging.TopicFault;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Checks every 2 seconds whether the settings of this instance's topics still let its records
 * through. It reports faults and doesn't correct them, since it would compete with the
 * administrator who changed the setting. Only a missing topic is created again. Thread-safe.
 */
@ApplicationScoped
class TopicInspector {
  private static final Logger LOG = System.getLogger(TopicInspector.class.getName());

  /**
   * Interval between checks. A viewer has to learn of a fault within 5 seconds, of which the first
   * deadline of a chunk takes 2.
   */
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final KafkaAdmin admin;
  private final TopicSetup topics;
  private final ScheduledExecutorService thread;
  private volatile List<TopicFault> faults = List.of();

  @Inject
  TopicInspector(KafkaAdmin admin, TopicSetup topics) {
    this.admin = admin;
    this.topics = topics;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            DaemonThreads.daemon("sealcast-topic-inspector"));
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    thread.scheduleWithFixedDelay(
        this::inspectSafely, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns the faults that the last check found; empty while the broker doesn't answer. */
  List<TopicFault> faults() {
    return faults;
  }

  private void inspectSafely() {
    List<TopicFault> before = faults;
    try {
      faults = topics.isReady() ? inspect() : List.of();
    } catch (Throwable e) {
      // a broker that is away or denies access to its settings proves no fault
      faults = List.of();
      LOG.log(Level.DEBUG, "The topics could not be inspected: {0}", Failures.root(e));
      return;
    }
    logChanges(before, faults);
  }

  private List<TopicFault> inspect() {
    List<String> names = topics.names();
    Map<String, Config> settings = admin.settings(names);
    if (settings.size() < names.size()) {
      topics.createMissing();
    }
    List<TopicFault> found = new ArrayList<>();
    settings.forEach(
        (name, config) -> {
          boolean carriesStreams = topics.streamTopics().contains(name);
          found.addAll(TopicRequirement.faults(name, config, carriesStreams));
          replicas(name, config, carriesStreams).ifPresent(found::add);
        });
    return List.copyOf(found);
  }

  /**
   * Finds a partition with fewer in-sync replicas than {@code min.insync.replicas} demands; the
   * broker rejects all records for it.
   */
  private Optional<TopicFault> replicas(String topic, Config settings, boolean carriesStreams) {
    ConfigEntry wanted = settings.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    int least = wanted == null ? 1 : Integer.parseInt(wanted.value());
    if (least <= 1) {
      return Optional.empty();
    }
    // Kafka itself demands no more in-sync replicas than the partition has replicas
    return admin.replicas(topic).stream()
        .filter(p -> p.isr().size() < Math.min(least, p.replicas().size()))
        .findFirst()
        .map(p -> outOfSync(topic, least, p, carriesStreams));
  }

  private static TopicFault outOfSync(
      String topic, int least, TopicPartitionInfo partition, boolean carriesStreams) {
    return new TopicFault(
        topic,
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
        "is "
            + least
            + ", and partition "
            + partition.partition()
            + " has "
            + partition.isr().size()
            + " in sync",
        carriesStreams);
  }

  private static void logChanges(List<TopicFault> before, List<TopicFault> now) {
    for (TopicFault fault : now) {
      if (!before.contains(fault)) {
        LOG.log(Level.WARNING, "Topic {0}: {1}", fault.topic(), fault.description());
      }
    }
    for (TopicFault fault : before) {
      if (!now.contains(fault)) {
        LOG.log(Level.INFO, "Topic {0}: {1} is no longer amiss", fault.topic(), fault.setting());
      }
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
