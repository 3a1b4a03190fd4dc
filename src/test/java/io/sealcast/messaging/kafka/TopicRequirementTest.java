package io.sealcast.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.messaging.TopicFault;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRequirementTest {
  private static final String ANSWERS = "streaming-response-web-1";
  private static final List<Topic> OURS =
      List.of(
          Topic.processing(4),
          Topic.streaming(8),
          Topic.events(),
          Topic.ofInstance("web-1"),
          Topic.ofSession(UUID.randomUUID().toString(), 60_000));

  @Test
  void whatTheApplicationSetsItselfIsEnough() {
    for (Topic topic : OURS) {
      assertThat(TopicRequirement.faults(topic.name(), config(topic.settings()), true))
          .as(topic.name())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "streaming-response-web-1, max.message.bytes, 1048588, true",
    "streaming-response-web-1, segment.bytes, 1048576, true",
    "streaming-response-web-1, retention.ms, 1, false",
    "streaming-response-web-1, retention.bytes, 1000, false",
    "streaming-response-web-1, message.timestamp.after.max.ms, 0, false",
    "streaming-response-web-1, message.timestamp.before.max.ms, 0, false",
    "streaming-response-web-1, cleanup.policy, compact, false",
    "video-streaming, max.message.bytes, 100, true",
    "video-streaming, retention.ms, 1, false",
    "video-streaming, cleanup.policy, 'compact,delete', false",
    "video-processing, max.message.bytes, 100, true",
    "video-processing, retention.ms, 1000, false",
    "video-events, max.message.bytes, 100, true",
  })
  void aValueThatLosesRecordsIsNamed(String topic, String setting, String value, boolean stops) {
    List<TopicFault> found = faults(topic, setting, value, true);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).topic()).isEqualTo(topic);
    assertThat(found.get(0).description()).startsWith(setting + " is " + value + ", must be ");
    assertThat(found.get(0).stopsStreams()).isEqualTo(stops);
    assertThat(faults(topic, setting, value, false))
        .as("a topic that carries no streams")
        .noneMatch(TopicFault::stopsStreams);
  }

  @ParameterizedTest
  @CsvSource({
    "streaming-response-web-1, retention.ms, -1",
    "streaming-response-web-1, retention.bytes, -1",
    "streaming-response-web-1, max.message.bytes, 1049088",
    "streaming-response-web-1, message.timestamp.type, LogAppendTime",
    "streaming-response-web-1, compression.type, zstd",
    "streaming-response-web-1, message.timestamp.before.max.ms, 9223372036854775807",
    "video-streaming, max.message.bytes, 16384",
    "video-processing, cleanup.policy, compact",
  })
  void aValueThatDoesNoHarmIsNoFault(String topic, String setting, String value) {
    assertThat(faults(topic, setting, value, true)).isEmpty();
  }

  @Test
  void noChunkIsLargerThanWhatIsDemandedForIt() {
    int sealed = ResponseCipher.sealedLength(ChunkGrid.DEFAULT.chunkSize());
    RangeResponse answer =
        new RangeResponse.Chunk(
            "0123456789abcdef".repeat(4),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            false,
            ByteBuffer.allocate(sealed));
    assertThat(sizeOf(RangeResponseCodec.encode(ANSWERS, answer)))
        .isBetween(TopicRequirement.CHUNK_RECORD - 512, TopicRequirement.CHUNK_RECORD);
  }

  @Test
  void noRequestAndNoJobIsLargerThanWhatIsDemandedForIt() {
    Instant soon = Instant.parse("2030-01-01T00:00:00.123456789Z");
    String session = "0123456789abcdef".repeat(4);
    RangeRequest request =
        new RangeRequest(
            session,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            UUID.randomUUID(),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Representation.CIPHERTEXT,
            new RangeRequest.Placement(Long.MAX_VALUE, false),
            Topic.RESPONSE_PREFIX + "x".repeat(64),
            Topic.RESPONSE_PREFIX + session,
            new byte[33 + 100 * 68],
            new byte[200],
            soon,
            soon,
            "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01");
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.STREAMING, session, RangeRequestCodec.encode(request));
    RangeRequestCodec.writeTrace(request, record.headers());
    assertThat(sizeOf(record)).isLessThan(TopicRequirement.REQUEST_RECORD);
    ProcessingJob job =
        new ProcessingJob(
            session, Long.MAX_VALUE, new ProcessingJob.RecordedKey(soon, new byte[200]));
    assertThat(sizeOf(new ProducerRecord<>(Topic.PROCESSING, "1", ProcessingJobCodec.encode(job))))
        .isLessThan(TopicRequirement.SMALL_RECORD);
  }

  private static int sizeOf(ProducerRecord<String, byte[]> record) {
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE,
        Compression.NONE.type(),
        record.key().getBytes(java.nio.charset.StandardCharsets.UTF_8),
        record.value(),
        record.headers().toArray());
  }

  private static List<TopicFault> faults(
      String topic, String setting, String value, boolean carriesStreams) {
    Topic ours = OURS.stream().filter(t -> t.name().equals(topic)).findFirst().orElseThrow();
    Map<String, String> settings = new HashMap<>(ours.settings());
    settings.put(setting, value);
    return TopicRequirement.faults(topic, config(settings), carriesStreams);
  }

  private static Config config(Map<String, String> settings) {
    return new Config(
        settings.entrySet().stream().map(e -> new ConfigEntry(e.getKey(), e.getValue())).toList());
  }
}
