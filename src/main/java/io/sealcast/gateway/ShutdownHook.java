package io.sealcast.gateway;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What is done as soon as the process is told to end. Liberty closes its port at once, lets
 * requests under way come to their end for half a minute at most, drops the sockets, and only then
 * stops the application: too late for a word to anybody.
 */
public final class ShutdownHook {
  private static final Logger LOG = System.getLogger(ShutdownHook.class.getName());

  private final Thread hook;

  private ShutdownHook(Runnable action) {
    hook = new Thread(action, "sealcast-shutdown");
  }

  /** Has {@code action} run when the process is told to end. */
  public static ShutdownHook prepare(Runnable action) {
    ShutdownHook prepared = new ShutdownHook(action);
    Runtime.getRuntime().addShutdownHook(prepared.hook);
    return prepared;
  }

  /** The application is stopped, with or without the process. */
  public void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The process is ending: it has been said.", e);
    }
  }
}
