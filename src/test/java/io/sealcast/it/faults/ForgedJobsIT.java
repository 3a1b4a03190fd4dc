package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that replayed and forged jobs are rejected and counted, and do no harm to videos. */
@Tag("long")
class ForgedJobsIT extends ForgedRecords {
  @Test
  void aReplayedJobDoesNothingTwice() throws Exception {
    // a new video, since the records of others may have been deleted with those that contain keys
    long video = ann.upload(TestVideos.mp4(2), KEY);
    ConsumerRecord<String, byte[]> recorded = newest(JOBS, Long.toString(video));
    ann.awaitStatus(video, "processed");
    List<Path> before = stored(video);
    double refused = metric("sealcast_jobs_total{outcome=\"refused\"}");
    double processed = metric("sealcast_jobs_total{outcome=\"processed\"}");
    records.replay(recorded);
    awaitCount("sealcast_jobs_total{outcome=\"refused\"}", refused + 1);
    assertThat(metric("sealcast_jobs_total{outcome=\"processed\"}")).isEqualTo(processed);
    assertThat(ann.video(video).getString("status")).isEqualTo("processed");
    assertThat(stored(video)).isEqualTo(before);
  }

  /** Sends jobs that no upload has caused for a video that is queued. */
  @Test
  void forgedJobsAreRefusedAndDoNoHarmToAVideoThatWaits() throws Exception {
    long slow = ann.upload(TestVideos.avi(120), KEY);
    long waiting = ann.upload(TestVideos.mp4(4), KEY);
    JsonObject genuine = value(newest(JOBS, Long.toString(waiting)));
    double refused = metric("sealcast_jobs_total{outcome=\"refused\"}");
    String key = Long.toString(waiting);
    // as earlier versions sent them, with the key in the record
    String soon = Instant.now().plusSeconds(60).toString();
    String past = Instant.now().minusSeconds(9).toString();
    JsonObject recorded =
        Json.createObjectBuilder(genuine)
            .add("expires_at", soon)
            .add("sealed_data_key", random())
            .build();
    send(JOBS, key, recorded, Map.of());
    send(JOBS, key, recorded, Map.of("job_id", UUID.randomUUID().toString()));
    send(JOBS, key, recorded, Map.of("expires_at", past));
    send(JOBS, key, recorded, Map.of("file_id", Json.createValue(Long.MAX_VALUE)));
    awaitCount("sealcast_jobs_total{outcome=\"refused\"}", refused + 4);
    // the only permit for jobs is in use, so this one is dropped
    send(JOBS, key, genuine, Map.of("job_id", UUID.randomUUID().toString()));
    assertThat(ann.video(waiting).getString("status")).isEqualTo("uploaded");
    ann.awaitStatus(waiting, "processed");
    ann.awaitStatus(slow, "processed");
    System.out.println("4 forged jobs for a video that waited: counted, and it was processed");
  }

  private static List<Path> stored(long id) throws IOException {
    try (Stream<Path> files = Files.list(SERVER.installation().storage().resolve("videos/" + id))) {
      return files.sorted().toList();
    }
  }
}
