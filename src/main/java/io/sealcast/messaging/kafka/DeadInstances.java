package io.sealcast.messaging.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Removes the topics and consumer groups of instances that don't come back. Every web instance
 * observes independently: another instance counts as dead when, in all checks during {@code
 * sealcast.topics.orphans-after}, none of its groups had a member. The observations are discarded
 * when the broker doesn't answer, since all groups are empty after its restart. See
 * docs/adr/0402-dead-instances.md.
 */
@ApplicationScoped
class DeadInstances {
  private static final Logger LOG = System.getLogger(DeadInstances.class.getName());

  /** Average number of checks before an instance counts as dead. */
  private static final int CHECKS = 5;

  private final InstanceResources resources;
  private final String self;
  private final Duration after;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread;
  private final Map<String, Long> unconnectedSince = new HashMap<>();

  @Inject
  DeadInstances(
      InstanceResources resources,
      @ConfigProperty(name = "sealcast.instance.id") String self,
      @ConfigProperty(name = "sealcast.topics.orphans-after") Duration after) {
    this(resources, self, after, System::nanoTime);
  }

  DeadInstances(InstanceResources resources, String self, Duration after, LongSupplier nanoTime) {
    this.resources = resources;
    this.self = self;
    this.after = after;
    this.nanoTime = nanoTime;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.daemon("sealcast-dead-instances"));
  }

  void start(
      @Observes @Initialized(ApplicationScoped.class) Object event,
      @ConfigProperty(name = InstanceConfigSource.WEB_CONNECTOR) String webConnector) {
    if (!EmptyConnector.NAME.equals(webConnector)) {
      schedule();
    }
  }

  private void schedule() {
    // the random part keeps instances that were started together from checking together for ever
    double pause = after.toMillis() * (0.5 + ThreadLocalRandom.current().nextDouble()) / CHECKS;
    try {
      thread.schedule(this::checkAndSchedule, (long) pause, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "stopped");
    }
  }

  private void checkAndSchedule() {
    check();
    schedule();
  }

  void check() {
    try {
      Set<String> unconnected = resources.withoutMembers();
      unconnected.remove(self);
      unconnectedSince.keySet().retainAll(unconnected);
      long now = nanoTime.getAsLong();
      unconnected.stream()
          .filter(i -> now - unconnectedSince.computeIfAbsent(i, first -> now) >= after.toNanos())
          .forEach(this::remove);
    } catch (RuntimeException e) {
      unconnectedSince.clear();
      LOG.log(Level.DEBUG, "Dead instances could not be checked: {0}", Failures.root(e));
    }
  }

  private void remove(String instance) {
    // the observation starts again, whether or not the removal succeeds
    unconnectedSince.remove(instance);
    try {
      if (resources.remove(instance)) {
        LOG.log(Level.INFO, "Removed topic and groups of dead instance {0}", instance);
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Could not remove topic and groups of instance {0}: {1}",
          instance,
          Failures.root(e));
    }
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
