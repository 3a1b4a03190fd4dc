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
 * Whether videos can be prepared here. A processor without ffmpeg takes no job, since it could only
 * fail it; it says so at once, and looks again each minute.
 */
@ApplicationScoped
class MediaToolsMonitor {
  private static final Logger LOG = System.getLogger(MediaToolsMonitor.class.getName());
  private static final long AGAIN_SECONDS = 60;

  @Resource private ManagedScheduledExecutorService scheduler;

  private final MediaTools tools;
  private volatile boolean usable;
  private String said = "";

  @Inject
  MediaToolsMonitor(MediaTools tools) {
    this.tools = tools;
  }

  void start() {
    scheduler.scheduleWithFixedDelay(this::look, 0, AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  /** Answers at once, so that the threads on which jobs arrive may ask. */
  boolean usable() {
    return usable;
  }

  /** Never throws, since that would end the looking. */
  void look() {
    if (usable) {
      return;
    }
    try {
      tools.searchAgain();
      tools.describe();
      usable = true;
    } catch (DomainException e) {
      say(e.getMessage());
    } catch (RuntimeException e) {
      say(e.toString());
    }
  }

  /** Each problem once: a mended one may be followed by another. */
  private void say(String problem) {
    if (!problem.equals(said)) {
      said = problem;
      LOG.log(Level.ERROR, "No video can be prepared here: {0}", problem);
    }
  }
}
