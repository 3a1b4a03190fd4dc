package io.sealcast.messaging.kafka;

import java.util.concurrent.ThreadFactory;

/** Threads of this package: few, named, and none keeps the server from stopping. */
final class DaemonThreads {
  private DaemonThreads() {}

  static ThreadFactory daemon(String name) {
    return runnable -> {
      Thread thread = new Thread(runnable, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
