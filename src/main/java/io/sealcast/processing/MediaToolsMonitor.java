package io.sealcast.processing;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Checks whether this instance can process videos. A processor without ffmpeg takes no job, since
 * the job would fail; it logs the problem and checks again every minute. Thread-safe.
 */
@ApplicationScoped
class MediaToolsMonitor {
  private static final Logger LOG = System.getLogger(MediaToolsMonitor.class.getName());
  private static final long AGAIN_SECONDS = 60;

  @Resource private ManagedScheduledExecutorService scheduler;

  private final MediaTools tools;
  private volatile boolean usable;
  private String logged = "";

  @Inject
  MediaToolsMonitor(MediaTools tools) {
    this.tools = tools;
  }

  void start() {
    scheduler.scheduleWithFixedDelay(this::check, 0, AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the tools are usable. The method doesn't block, since messaging threads call it. */
  boolean usable() {
    return usable;
  }

  /** Checks the tools. It never throws, since an exception would end the schedule. */
  void check() {
    if (usable) {
      return;
    }
    try {
      tools.searchAgain();
      tools.describe();
      usable = true;
    } catch (DomainException e) {
      logOnce(e.getMessage());
    } catch (RuntimeException e) {
      logOnce(e.toString());
    }
  }

  /** Logs a problem unless it is the same as before. */
  private void logOnce(String problem) {
    if (!problem.equals(logged)) {
      logged = problem;
      LOG.log(Level.ERROR, "No video can be prepared here: {0}", problem);
    }
  }
}
