package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests adding partitions to {@code video-streaming} while it is written and read. */
class MorePartitionsTest {
  @Test
  void areWrittenToAndReadFromTheirBeginningWithoutARestart(@TempDir Path directory)
      throws Exception {
    try (RealBroker broker = new RealBroker(directory).start()) {
      KafkaAdmin admin = new KafkaAdmin(broker.bootstrap(), (short) 1);
      TopicSetup setup = new TopicSetup(admin, "web-1", 1, 2, true, Duration.ofMillis(200));
      setup.start(null);
      await().until(setup::isReady);
      assertThat(setup.streamingPartitions()).isEqualTo(2);
      try (var processor = broker.member("sealcast-delivery", Topic.STREAMING)) {
        await()
            .until(
                () ->
                    processor.poll(Duration.ofMillis(100)) != null
                        && processor.assignment().size() == 2);
        admin
            .client()
            .createPartitions(Map.of(Topic.STREAMING, NewPartitions.increaseTo(6)))
            .all()
            .get(10, TimeUnit.SECONDS);
        await().until(() -> setup.streamingPartitions() == 6);
        // before the processor has noticed the new partitions
        broker
            .send(new ProducerRecord<>(Topic.STREAMING, 5, "session", "request".getBytes(UTF_8)))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
        List<String> read = new ArrayList<>();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  processor
                      .poll(Duration.ofMillis(100))
                      .forEach(record -> read.add(new String(record.value(), UTF_8)));
                  return !read.isEmpty();
                });
        assertThat(read).containsExactly("request");
        assertThat(processor.assignment()).hasSize(6);
      } finally {
        setup.stop();
        admin.close();
      }
    }
  }
}
