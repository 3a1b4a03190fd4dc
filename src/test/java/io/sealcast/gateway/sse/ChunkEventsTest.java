package io.sealcast.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.gateway.FakeSessions;
import io.sealcast.gateway.HttpStreamFixture;
import io.sealcast.gateway.sse.ChunkEvents.Resume;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkEventsTest {
  private final FakeSessions sessions = new FakeSessions(2 * 1024 * 1024 + 3);
  private final HttpStreamFixture request = new HttpStreamFixture();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private record Event(String id, JsonObject data) {
    String type() {
      return data.getString("type");
    }
  }

  private List<Event> write(long from, long to, String lastEventId) throws IOException {
    ChunkedRange plan = new ChunkedRange(new ByteRange(from, to));
    new ChunkEvents(
            sessions,
            sessions.session,
            sessions.session.defaultRendition(),
            plan,
            Resume.after(lastEventId, plan),
            request.stream)
        .write(new EventStream(out));
    List<Event> events = new ArrayList<>();
    for (String block : out.toString(StandardCharsets.UTF_8).split("\n\n")) {
      String id = null;
      for (String line : block.split("\n")) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          events.add(
              new Event(id, Json.createReader(new StringReader(line.substring(6))).readObject()));
        }
      }
    }
    return events;
  }

  private static byte[] bytesOf(List<Event> events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    events.stream()
        .filter(e -> e.type().equals("chunk"))
        .forEach(e -> all.writeBytes(Base64.getDecoder().decode(e.data().getString("data"))));
    return all.toByteArray();
  }

  private long end() {
    return sessions.bytes.length - 1;
  }

  @Test
  void sendsStartThenEveryChunkThenEnd() throws IOException {
    List<Event> events = write(0, end(), null);
    assertThat(events)
        .extracting(Event::type)
        .containsExactly("start", "chunk", "chunk", "chunk", "end");
    assertThat(events).extracting(Event::id).containsExactly(null, "0", "1", "2", "end");
    assertThat(bytesOf(events)).isEqualTo(sessions.bytes);
    JsonObject start = events.get(0).data();
    assertThat(start.getString("content_type"))
        .isEqualTo("video/mp4; codecs=\"avc1.64001f,mp4a.40.2\"");
    assertThat(start.getInt("size")).isEqualTo(sessions.bytes.length);
    assertThat(start.getInt("chunk_size")).isEqualTo(1048576);
    assertThat(start.getInt("chunk_count")).isEqualTo(3);
    assertThat(events.get(2).data().getInt("index")).isEqualTo(1);
    assertThat(events.get(2).data().getBoolean("last")).isFalse();
    assertThat(events.get(3).data().getBoolean("last")).isTrue();
  }

  @Test
  void goesOnAfterTheLastEventThatArrived() throws IOException {
    List<Event> events = write(0, end(), "0");
    assertThat(events).extracting(Event::id).containsExactly("1", "2", "end");
    assertThat(bytesOf(events)).isEqualTo(sessions.slice(1048576, end()));
    assertThat(sessions.sources).hasSize(1);
  }

  @Test
  void sendsTheEndAloneToWhomOnlyThatIsMissing() throws IOException {
    assertThat(write(0, end(), "2")).extracting(Event::type).containsExactly("end");
    assertThat(sessions.sources).isEmpty();
  }

  @Test
  void hasNothingForWhoHasTheEnd() {
    assertThat(Resume.after("end", new ChunkedRange(new ByteRange(0, 10))).isOver()).isTrue();
  }

  @Test
  void beginsAnewForAnIdThatIsNotOurs() throws IOException {
    assertThat(write(0, end(), "9999")).hasSize(5);
  }

  @Test
  void numbersARangesEventsFromItsBeginningAndResumesThere() throws IOException {
    List<Event> events = write(1000, end() - 1, null);
    assertThat(events.get(0).data().getInt("size")).isEqualTo((int) end() - 1000);
    assertThat(events).extracting(Event::id).containsExactly(null, "0", "1", "2", "end");
    assertThat(bytesOf(events)).isEqualTo(sessions.slice(1000, end() - 1));
    out.reset();
    assertThat(bytesOf(write(1000, end() - 1, "0"))).isEqualTo(sessions.slice(1048576, end() - 1));
  }

  @Test
  void tellsOfAFailureInTheStream() throws IOException {
    sessions.failure = new DomainException(ErrorCode.STREAM_TIMEOUT);
    List<Event> events = write(0, end(), null);
    assertThat(events).extracting(Event::type).containsExactly("start", "error");
    assertThat(events.get(1).data().getString("code")).isEqualTo("stream_timeout");
    assertThat(events.get(1).id()).isNull();
  }

  @Test
  void breaksOffWithoutAFailureWhenTheServerStops() {
    sessions.heldBack = true;
    request.stop();
    assertThatThrownBy(() -> write(0, end(), null)).isInstanceOf(IOException.class);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("start").doesNotContain("error");
  }

  @Test
  void endsWithTheSession() throws IOException {
    sessions.live = false;
    List<Event> events = write(0, end(), null);
    assertThat(events.get(events.size() - 1).data().getString("code")).isEqualTo("session_ended");
    request.free();
    assertThat(sessions.sources.get(0).cancelled).isTrue();
  }
}
