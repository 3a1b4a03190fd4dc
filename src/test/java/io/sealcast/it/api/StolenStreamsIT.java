package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.it.harness.TopicRecords;
import io.sealcast.problem.DomainException;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.SealedKeys;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Plays a thief who has all files of a deployment: the database, the topics and the service key. He
 * tries every sealed value of streams with every name that he finds, and opens none.
 */
class StolenStreamsIT {
  private static final String KEY = "a key that was typed";
  private static final SealcastServer SERVER = SealcastServer.shared();

  /** A sealed value with the context that stands beside it. */
  private record Sealed(long fileId, Instant expiresAt, byte[] keys, byte[] envelope) {}

  private final Set<String> names = new LinkedHashSet<>();
  private final List<Sealed> found = new ArrayList<>();
  private final List<Sealed> rows = new ArrayList<>();
  private int tries;

  @Test
  void allFilesAndTheServiceKeyOpenNoStream() throws Exception {
    Api ann = Api.signUp(SERVER);
    long video = ann.uploadProcessed(TestVideos.mp4(2), KEY);
    JsonObject stream = ann.stream(video, KEY);
    assertThat(ann.media(stream).statusCode()).isEqualTo(200);

    readTopic();
    readRows();
    assertThat(found).as("requests").isNotEmpty();
    assertThat(rows).as("sessions").isNotEmpty();
    found.addAll(rows);
    SealedKeys thief = SealedKeys.under(serviceKey(), Clock.systemUTC());
    InstanceKeys thiefsProcess = InstanceKeys.under(serviceKey(), Clock.systemUTC());
    long opened = 0;
    for (Sealed sealed : found) {
      for (String name : names) {
        opened += opens(thief, name, sealed) ? 1 : 0;
        for (Sealed other : found) {
          opened += opens(thiefsProcess, name, sealed, other.envelope()) ? 1 : 0;
        }
      }
    }
    System.out.printf("%d sealed values, %d tries: %d opened%n", found.size(), tries, opened);
    assertThat(opened).isZero();
    assertThat(rows.stream().filter(row -> opens(thief, stream.getString("request_id"), row)))
        .as("the viewer's request id opens the row, so the thief tries the right thing")
        .hasSize(1);
  }

  private boolean opens(SealedKeys by, String name, Sealed sealed) {
    tries++;
    try {
      by.openSession(name, sealed.fileId(), sealed.expiresAt(), sealed.keys()).close();
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private boolean opens(InstanceKeys by, String name, Sealed sealed, byte[] envelope) {
    if (envelope == null) {
      return false;
    }
    tries++;
    try {
      by.openSession(name, sealed.fileId(), sealed.expiresAt(), envelope, sealed.keys()).close();
      return true;
    } catch (DomainException e) {
      return false;
    }
  }

  private void readTopic() {
    try (TopicRecords topics = new TopicRecords(SERVER.installation().bootstrap())) {
      for (ConsumerRecord<String, byte[]> record : topics.in("video-streaming")) {
        names.add(record.key());
        JsonObject request = json(record);
        if (request == null) {
          continue; // another test's forgery
        }
        names.add(request.getString("request_id"));
        names.add(request.getString("reply_topic").replace("streaming-response-", ""));
        found.add(
            new Sealed(
                request.getJsonNumber("file_id").longValue(),
                Instant.parse(request.getString("expires_at")),
                Base64.getDecoder().decode(request.getString("sealed_keys")),
                Base64.getDecoder().decode(request.getString("key_envelope"))));
      }
    }
    names.remove(null);
  }

  private static JsonObject json(ConsumerRecord<String, byte[]> record) {
    try {
      JsonObject request = Api.json(new String(record.value(), StandardCharsets.UTF_8));
      return request.containsKey("key_envelope") ? request : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private void readRows() throws Exception {
    try (Connection database = SERVER.installation().database();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select request_hash, video_id, expires_at, sealed_keys from stream_session")) {
      while (row.next()) {
        names.add(HexFormat.of().formatHex(row.getBytes(1)));
        rows.add(
            new Sealed(row.getLong(2), row.getTimestamp(3).toInstant(), row.getBytes(4), null));
      }
    }
  }

  private static byte[] serviceKey() throws Exception {
    Path file = Path.of(SERVER.installation().environment().get("SEALCAST_SERVICE_KEY_FILE"));
    return Base64.getDecoder().decode(Files.readString(file).strip());
  }
}
