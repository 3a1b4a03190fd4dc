package io.sealcast.delivery;

import io.sealcast.problem.DomainException;
import io.sealcast.role.Roles;
import io.sealcast.vault.KeyAnnouncements;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Announces the public key of this processor as long as it runs, so that web instances seal the
 * keys of their sessions for it.
 */
@ApplicationScoped
class KeyAnnouncer {
  private static final Logger LOG = System.getLogger(KeyAnnouncer.class.getName());

  private static final long PERIOD_SECONDS = 5;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  private ManagedScheduledExecutorService executor;

  private final KeyAnnouncements announcements;
  private final Roles roles;
  private final String instanceId;
  private @Nullable ScheduledFuture<?> announcing;
  private int rounds;
  private volatile boolean announced;

  @Inject
  KeyAnnouncer(
      KeyAnnouncements announcements,
      Roles roles,
      @ConfigProperty(name = "sealcast.instance.id") String instanceId) {
    this.announcements = announcements;
    this.roles = roles;
    this.instanceId = instanceId;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (roles.isDecryptor()) {
      announcing = executor.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }
  }

  /** Announces the key every 5 seconds, and every second until that has succeeded. */
  private void tick() {
    if (announced && ++rounds % PERIOD_SECONDS != 0) {
      return;
    }
    try {
      announcements.announce(instanceId);
      announced = true;
    } catch (DomainException e) {
      announced = false;
      LOG.log(Level.DEBUG, "The key could not be announced: {0}", e.getMessage());
    } catch (RuntimeException e) {
      // an exception would end the schedule
      announced = false;
      LOG.log(Level.WARNING, "The key could not be announced", e);
    }
  }

  @PreDestroy
  void stop() {
    if (announcing == null) {
      return;
    }
    announcing.cancel(false);
    if (!announced) {
      return; // the database is away, and waiting for it would delay the stop
    }
    try {
      announcements.withdraw(instanceId);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The announcement is left to expire: {0}", e.getMessage());
    }
  }
}
