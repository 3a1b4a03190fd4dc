package io.sealcast.playback;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.role.Roles;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.KeyAnnouncements;
import io.sealcast.vault.KeyEnvelope;
import io.sealcast.vault.PublicInstanceKey;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Knows the public keys of the processors that run, and holds the envelope in which they get the
 * keys of sessions. It reads the announcements every second. Thread-safe.
 */
@ApplicationScoped
class LivingProcessors {
  private static final Logger LOG = System.getLogger(LivingProcessors.class.getName());

  private static final long PERIOD_SECONDS = 1;

  /**
   * Time for which a key is kept after its announcement was last valid. After a failure of the
   * database, the processors need some seconds until all have announced their keys again.
   */
  private static final Duration KEPT = Duration.ofSeconds(20);

  /** Time after which an envelope is replaced, so that a new service key is used soon. */
  private static final Duration RENEWED_AFTER = Duration.ofMinutes(10);

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private final KeyAnnouncements announcements;
  private final InstanceKeys instanceKeys;
  private final Roles roles;
  private final PlaybackClock clock;
  private final Map<PublicInstanceKey, Long> lastValid = new HashMap<>();
  private @Nullable ScheduledFuture<?> reading;
  private volatile @Nullable Current current;

  private record Current(Set<PublicInstanceKey> recipients, KeyEnvelope envelope, long since) {}

  @Inject
  LivingProcessors(
      KeyAnnouncements announcements, InstanceKeys instanceKeys, Roles roles, PlaybackClock clock) {
    this.announcements = announcements;
    this.instanceKeys = instanceKeys;
    this.roles = roles;
    this.clock = clock;
  }

  void show(@Observes Meters meters) {
    meters.gauge(
        "sealcast_processors_known",
        "Processors that range requests are sealed for.",
        this::knownProcessors);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (roles.isWeb()) {
      reading = executor.scheduleWithFixedDelay(this::read, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * Returns the envelope for the processors that run now. The call doesn't block.
   *
   * @throws DomainException STREAM_TIMEOUT when no processor is known
   */
  KeyEnvelope envelope() {
    Current known = current;
    if (known == null) {
      throw new DomainException(ErrorCode.STREAM_TIMEOUT);
    }
    return known.envelope();
  }

  int knownProcessors() {
    Current known = current;
    return known == null ? 0 : known.recipients().size();
  }

  void read() {
    try {
      update(clock.nanos());
    } catch (RuntimeException e) {
      // an exception would end the schedule
      LOG.log(Level.WARNING, "The keys of the processors could not be read", e);
    }
  }

  private synchronized void update(long now) {
    try {
      announcements.living().forEach(key -> lastValid.put(key, now));
    } catch (DomainException e) {
      // without the database nobody knows which processors have ended
      LOG.log(Level.DEBUG, "The keys of the processors stay as they are: {0}", e.getMessage());
      lastValid.replaceAll((key, then) -> now);
    }
    if (roles.isDecryptor()) {
      lastValid.put(instanceKeys.publicKey(), now);
    }
    lastValid.values().removeIf(then -> now - then > KEPT.toNanos());
    Set<PublicInstanceKey> recipients = Set.copyOf(lastValid.keySet());
    Current before = current;
    if (recipients.isEmpty()) {
      current = null;
    } else if (before == null
        || !before.recipients().equals(recipients)
        || now - before.since() > RENEWED_AFTER.toNanos()) {
      current = new Current(recipients, instanceKeys.sealFor(fitting(recipients)), now);
      LOG.log(Level.DEBUG, "Keys of sessions are sealed for {0} processors", recipients.size());
    }
  }

  /** Returns as many keys as fit into an envelope, chosen at random. */
  private static List<PublicInstanceKey> fitting(Set<PublicInstanceKey> recipients) {
    List<PublicInstanceKey> all = new ArrayList<>(recipients);
    Collections.shuffle(all);
    return all.subList(0, Math.min(all.size(), InstanceKeys.MAX_RECIPIENTS));
  }

  @PreDestroy
  void stop() {
    if (reading != null) {
      reading.cancel(false);
    }
  }
}
