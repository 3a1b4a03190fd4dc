package io.sealcast.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VideoEventsTest {
  private volatile boolean stopping;
  private volatile String state = "{\"status\":\"uploaded\"}";
  private final VideoEvents events =
      new VideoEvents(this::state, () -> stopping, Duration.ofMillis(20));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CompletableFuture<Void> writing =
      CompletableFuture.runAsync(
          () -> {
            try {
              events.write(new EventStream(out));
            } catch (IOException e) {
              throw new CompletionException(e);
            }
          });

  private String state() {
    if (state == null) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    return state;
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private long eventCount() {
    return text().lines().filter(l -> l.startsWith("data: ")).count();
  }

  @AfterEach
  void end() {
    state = null;
    events.changed();
    writing.join();
  }

  @Test
  void tellsTheStateAtOnceThenEachChange() {
    await().until(() -> eventCount() == 1);
    assertThat(text()).contains("\"status\":\"uploaded\"");
    state = "{\"status\":\"processing\"}";
    events.changed();
    await().until(() -> eventCount() == 2);
    assertThat(text()).contains("\"status\":\"processing\"");
  }

  @Test
  void saysNothingTwiceButShowsThatItIsThere() {
    await().until(() -> eventCount() == 1);
    events.changed();
    events.changed();
    await().until(() -> text().contains(":\n\n:\n\n"));
    assertThat(eventCount()).isEqualTo(1);
  }

  @Test
  void noticesAChangeThatNobodyToldOf() {
    await().until(() -> eventCount() == 1);
    state = "{\"title\":\"Another\"}";
    await().until(() -> eventCount() == 2);
    assertThat(text()).contains("Another");
  }

  @Test
  void endsWhenTheVideoIsDeleted() {
    await().until(() -> eventCount() == 1);
    state = null;
    events.changed();
    await().until(writing::isDone);
    assertThat(writing).isCompleted();
  }

  @Test
  void endsWhenTheServerStops() {
    await().until(() -> eventCount() == 1);
    stopping = true;
    await().until(writing::isDone);
    assertThat(writing).isCompleted();
  }
}
