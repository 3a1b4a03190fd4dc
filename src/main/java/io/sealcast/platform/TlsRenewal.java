package io.sealcast.platform;

import io.sealcast.tls.InstalledCertificate;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/** Looks for a renewed certificate every ten seconds, so that it needs no restart. */
@ApplicationScoped
class TlsRenewal {
  private static final long PERIOD_SECONDS = 10;

  private final TlsSetup tls;

  @Resource private ManagedScheduledExecutorService executor;

  @Inject
  TlsRenewal(TlsSetup tls) {
    this.tls = tls;
  }

  void begin(@Observes Startup event) {
    tls.installed().ifPresent(this::watch);
  }

  private void watch(InstalledCertificate certificate) {
    executor.scheduleWithFixedDelay(
        certificate::renew, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }
}
