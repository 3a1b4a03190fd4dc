package io.sealcast.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Watches the parent process and the Liberty servers that it has started. If Maven is killed,
 * nobody else would stop Liberty.
 */
final class Watch {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration OWN_END = Duration.ofSeconds(5);
  private static final Duration ASKED_END = Duration.ofSeconds(15);

  private final ProcessHandle parent;
  private final Predicate<ProcessHandle> isServer;
  private final Set<ProcessHandle> servers = ConcurrentHashMap.newKeySet();

  /**
   * Creates a watch.
   *
   * @param serverInstall directory of the Liberty installation whose servers have to be stopped;
   *     null for none
   */
  Watch(Path serverInstall) {
    parent = ProcessHandle.current().parent().orElseThrow();
    ProcessHandle self = ProcessHandle.current();
    String marker = serverInstall == null ? null : serverInstall.toAbsolutePath().toString();
    isServer =
        p ->
            marker != null
                && !p.equals(self)
                && p.info().commandLine().map(c -> c.contains(marker)).orElse(false);
  }

  /** Waits until the parent has ended. */
  void awaitParentsEnd() throws InterruptedException {
    while (parent.isAlive()) {
      remember(parent.descendants());
      Thread.sleep(INTERVAL.toMillis());
    }
    // finds a server that a known script has started just before its end
    for (ProcessHandle server : servers) {
      server.descendants().forEach(servers::add);
    }
  }

  private void remember(Stream<ProcessHandle> candidates) {
    candidates.filter(isServer).forEach(servers::add);
  }

  /** Waits until the servers end, then terminates them, and finally kills them. */
  void endServers() {
    if (!awaitEnd(parent.isAlive() ? OWN_END : Duration.ZERO)) {
      servers.forEach(ProcessHandle::destroy);
      if (!awaitEnd(ASKED_END)) {
        servers.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private boolean awaitEnd(Duration atMost) {
    Instant until = Instant.now().plus(atMost);
    while (servers.stream().anyMatch(ProcessHandle::isAlive)) {
      if (Instant.now().isAfter(until)) {
        return false;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
