package io.sealcast.it.api;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bean that is deployed with the application and receives the events of its channels. */
@ApplicationScoped
public class EventProbe implements VideoEventHandler {
  private final BlockingQueue<VideoEvent> heard = new LinkedBlockingQueue<>();

  @Override
  public void handle(VideoEvent event) {
    heard.add(event);
  }

  /** Returns the next event, or null when none arrives in time. */
  public VideoEvent next(long seconds) throws InterruptedException {
    return heard.poll(seconds, TimeUnit.SECONDS);
  }
}
