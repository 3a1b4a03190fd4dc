package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client that reads {@code text/event-stream} until it ends. */
public final class EventReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InputStream body;
  private final StringBuffer text = new StringBuffer();
  private volatile boolean ended;

  /**
   * An event.
   *
   * @param name name of the event, or null
   * @param id id of the event, or null
   * @param data data of the event
   */
  public record Event(String name, String id, JsonObject data) {
    public boolean isOf(long fileId) {
      return name == null && data.getInt("file_id") == fileId;
    }

    public boolean isDeleted() {
      return data.getBoolean("deleted", false);
    }
  }

  public EventReader(Api who, HttpRequest.Builder request) {
    HttpResponse<InputStream> answer = who.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Api.header(answer, "Content-Type")).startsWith("text/event-stream");
    body = answer.body();
    Thread thread = new Thread(this::read, "event-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      byte[] buffer = new byte[8192];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
      }
    } catch (java.io.IOException e) {
      // one of the sides has closed the connection
    }
    ended = true;
  }

  public List<Event> events() {
    String all = text.toString();
    List<Event> events = new ArrayList<>();
    for (String block : all.substring(0, all.lastIndexOf("\n\n") + 1).split("\n\n")) {
      String name = null;
      String id = null;
      for (String line : block.split("\n")) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(name, id, Api.json(line.substring(6))));
        }
      }
    }
    return events;
  }

  /** Waits for the first line and returns what has been received. */
  public String text() {
    Awaitility.await().atMost(PATIENCE).until(() -> text.indexOf("\n\n") >= 0);
    return text.toString();
  }

  /** Waits for the first event that matches. */
  public Event await(Predicate<Event> wanted) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> events().stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
        .get();
  }

  /** Waits for the first heartbeat; all missed events have been delivered then. */
  public void awaitBeginning() {
    Awaitility.await().atMost(PATIENCE).until(() -> text.indexOf(":\n\n") >= 0);
  }

  public void awaitEnd(Duration within) {
    Awaitility.await().atMost(within).until(() -> ended);
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (java.io.IOException e) {
      // the connection had ended already
    }
  }
}
