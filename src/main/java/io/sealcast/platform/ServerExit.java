package io.sealcast.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Ends the server when a setting is wrong. A server whose application fails to start goes on
 * running otherwise, and serves nothing.
 */
final class ServerExit {
  private static final Logger LOG = System.getLogger(ServerExit.class.getName());

  private ServerExit() {}

  /**
   * Logs the reason and ends the server. The caller then fails the start with an exception.
   *
   * @param sentence what is wrong, for the operator, without a period
   */
  static void because(@Nullable String sentence) {
    LOG.log(Level.ERROR, "{0}. The server ends.", sentence);
    // by another thread, since the server waits for this one before it ends
    Thread end = new Thread(() -> Runtime.getRuntime().exit(1), "end of the server");
    end.setDaemon(true);
    end.start();
  }
}
