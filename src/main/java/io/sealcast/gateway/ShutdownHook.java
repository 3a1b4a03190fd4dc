package io.sealcast.gateway;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Runs an action as soon as the process is told to end. Liberty's own order would be too late for
 * it: Liberty closes its port, waits up to half a minute for running requests, drops the
 * WebSockets, and only then stops the application.
 */
public final class ShutdownHook {
  private static final Logger LOG = System.getLogger(ShutdownHook.class.getName());

  private final Thread hook;

  private ShutdownHook(Runnable action) {
    hook = new Thread(action, "sealcast-shutdown");
  }

  /** Registers an action to be run when the process is told to end. */
  public static ShutdownHook prepare(Runnable action) {
    ShutdownHook prepared = new ShutdownHook(action);
    Runtime.getRuntime().addShutdownHook(prepared.hook);
    return prepared;
  }

  /** Removes the action when only the application is stopped. */
  public void unregister() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The hook was not changed, since the process is ending already.", e);
    }
  }
}
