package io.sealcast.messaging.kafka;

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
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Creates and configures the topics when the application starts. It retries until the broker is
 * there; the channels wait for their topics until then. It repeats the check every 15 seconds: a
 * broker that lost its disk comes back empty, and the topic of an instance that was away for long
 * may have been removed. Thread-safe.
 */
@ApplicationScoped
class TopicSetup {
  private static final Logger LOG = System.getLogger(TopicSetup.class.getName());
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(5);

  /**
   * Interval between checks. It leaves time to repeat the pending chunk requests before they are
   * abandoned.
   */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(15);

  private final KafkaAdmin admin;
  private final List<Topic> topics;
  private final ScheduledExecutorService thread;
  private final Duration checkInterval;

  /**
   * Whether an immediate check is queued already; it keeps checks from accumulating while the
   * broker is slow.
   */
  private final AtomicBoolean checkQueued = new AtomicBoolean();

  private volatile boolean ready;
  private volatile int streamingPartitions = 1;
  private Duration retry = FIRST_RETRY;

  @Inject
  TopicSetup(
      KafkaAdmin admin,
      @ConfigProperty(name = "sealcast.instance.id") String instanceId,
      @ConfigProperty(name = "sealcast.topics.processing.partitions") int processingPartitions,
      @ConfigProperty(name = "sealcast.topics.streaming.partitions") int streamingPartitions,
      @ConfigProperty(name = InstanceConfigSource.WEB_CONNECTOR) String webConnector) {
    this(
        admin,
        instanceId,
        processingPartitions,
        streamingPartitions,
        // a processor receives no responses, so it needs no topic for them
        !EmptyConnector.NAME.equals(webConnector),
        CHECK_INTERVAL);
  }

  TopicSetup(
      KafkaAdmin admin,
      String instanceId,
      int processingPartitions,
      int streamingPartitions,
      boolean answers,
      Duration checkInterval) {
    this.admin = admin;
    this.checkInterval = checkInterval;
    this.topics =
        new ArrayList<>(
            List.of(
                Topic.processing(processingPartitions),
                Topic.streaming(streamingPartitions),
                Topic.events()));
    if (answers) {
      topics.add(Topic.ofInstance(instanceId));
    }
    this.thread =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.daemon("sealcast-topics"));
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    thread.execute(this::setUp);
  }

  /** Returns the names of the topics that this instance needs. */
  List<String> names() {
    return topics.stream().map(Topic::name).toList();
  }

  /** Returns the names of the topics without which no viewer of this instance receives a chunk. */
  Set<String> streamTopics() {
    return topics.stream()
        .map(Topic::name)
        .filter(name -> name.equals(Topic.STREAMING) || name.startsWith(Topic.RESPONSE_PREFIX))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Creates missing topics without waiting for the next check. The call doesn't block. */
  void createMissing() {
    if (!checkQueued.compareAndSet(false, true)) {
      return;
    }
    try {
      thread.execute(
          () -> {
            checkQueued.set(false);
            tryToSetUp();
          });
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "stopped");
    }
  }

  boolean isReady() {
    return ready;
  }

  /** Returns the number of partitions that the topic of range requests has on the broker. */
  int streamingPartitions() {
    return streamingPartitions;
  }

  private void setUp() {
    Duration next = tryToSetUp();
    try {
      thread.schedule(this::setUp, next.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "stopped");
    }
  }

  /**
   * Creates and configures the topics.
   *
   * @return the time until the next attempt or check
   */
  private Duration tryToSetUp() {
    try {
      for (Topic topic : topics) {
        admin.create(topic).toCompletableFuture().join();
        if (!ready) {
          admin.configure(topic.atStart()).toCompletableFuture().join();
        }
      }
      int partitions = admin.partitions(Topic.STREAMING).toCompletableFuture().join();
      streamingPartitions = Math.max(1, partitions);
      if (!ready) {
        LOG.log(Level.INFO, "Topics are ready: {0}", topics.stream().map(Topic::name).toList());
      }
      ready = true;
      retry = FIRST_RETRY;
      return checkInterval;
    } catch (RuntimeException e) {
      LOG.log(
          ready ? Level.DEBUG : Level.WARNING,
          "The topics can''t be made yet, trying again in {0} ms: {1}",
          retry.toMillis(),
          Failures.root(e));
      Duration next = retry;
      retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
      return next;
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
