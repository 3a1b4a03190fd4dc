package io.sealcast.it;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Deployed beside the application: hears what its channels deliver. */
@ApplicationScoped
class EventProbe implements VideoEventHandler {
  private final BlockingQueue<VideoEvent> heard = new LinkedBlockingQueue<>();

  @Override
  public void handle(VideoEvent event) {
    heard.add(event);
  }

  /** The next event, or null when none comes within the time. */
  VideoEvent next(long seconds) throws InterruptedException {
    return heard.poll(seconds, TimeUnit.SECONDS);
  }
}
