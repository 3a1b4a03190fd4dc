package io.sealcast.messaging.kafka;

import java.util.concurrent.ThreadFactory;

/** A factory of named daemon threads, which don't prevent the server from stopping. */
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
