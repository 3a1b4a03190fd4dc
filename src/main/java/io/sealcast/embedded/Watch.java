package io.sealcast.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Knows the process that started us and the Liberty servers it started too. A {@code kill -9} of
 * Maven leaves Liberty without anybody to end it: we do.
 */
final class Watch {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration OWN_END = Duration.ofSeconds(5);
  private static final Duration ASKED_END = Duration.ofSeconds(15);

  private final ProcessHandle parent;
  private final Predicate<ProcessHandle> isServer;
  private final Set<ProcessHandle> servers = ConcurrentHashMap.newKeySet();

  /**
   * @param serverInstall the Liberty installation whose servers are ours to end; null for none
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

  /** Returns when the parent has ended. */
  void awaitParentsEnd() throws InterruptedException {
    while (parent.isAlive()) {
      remember(parent.descendants());
      Thread.sleep(INTERVAL.toMillis());
    }
    // one that a remembered script started in the last moment
    for (ProcessHandle server : servers) {
      server.descendants().forEach(servers::add);
    }
  }

  private void remember(Stream<ProcessHandle> candidates) {
    candidates.filter(isServer).forEach(servers::add);
  }

  /** Lets the servers end by themselves, then asks them to, then makes them. */
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
