package io.sealcast.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.messaging.TopicFault;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests with a real broker whose topics have unsuitable settings. */
class RefusedRecordsTest {
  private static final String ANSWERS = "streaming-response-web-1";

  @TempDir private static Path directory;
  private static RealBroker broker;
  private static KafkaAdmin admin;
  private static TopicSetup setup;
  private static TopicInspector inspector;
  private static RecordSender sender;
  private static final SendRejections REFUSALS = new SendRejections();
  private static KafkaRangeResponsePublisher publisher;

  @BeforeAll
  static void start() throws Exception {
    broker = new RealBroker(directory).start();
    admin = new KafkaAdmin(broker.bootstrap(), (short) 1);
    // a long interval, so that only the inspector creates missing topics
    setup = new TopicSetup(admin, "web-1", 1, 1, true, Duration.ofMinutes(10));
    setup.start(null);
    await().atMost(Duration.ofSeconds(30)).until(setup::isReady);
    inspector = new TopicInspector(admin, setup);
    inspector.start(null);
    sender = new RecordSender(broker::send, broker::send, REFUSALS);
    publisher = new KafkaRangeResponsePublisher(sender, new KnownTopics(admin));
  }

  @AfterAll
  static void stop() {
    sender.close();
    inspector.stop();
    setup.stop();
    admin.close();
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({"max.message.bytes, 100000", "segment.bytes, 1048576"})
  void aChunkThatDoesNotFitIsRefusedAndAFailureStillFits(String setting, String value)
      throws Exception {
    awaitThatAChunkIsTaken();
    change(ANSWERS, setting, value, AlterConfigOp.OpType.SET);
    try {
      await().untilAsserted(() -> assertThat(rejection(chunk())).isNotNull());
      assertThat(REFUSALS.present(Set.of(ANSWERS)))
          .extracting(TopicFault::topic, TopicFault::setting)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(ANSWERS, setting));
      publish(new RangeResponse.Failure("ann", 1, 0, ErrorCode.MESSAGING_UNAVAILABLE, null));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(inspector.faults())
                      .as("named before anything is sent")
                      .extracting(TopicFault::topic, TopicFault::setting, TopicFault::stopsStreams)
                      .containsExactly(
                          org.assertj.core.groups.Tuple.tuple(ANSWERS, setting, true)));
    } finally {
      mend();
    }
    awaitThatAChunkIsTaken();
    assertThat(REFUSALS.present(Set.of())).as("it has taken a chunk").isEmpty();
    await().until(() -> inspector.faults().isEmpty());
  }

  @Test
  void theBrokersOwnLimitCountsWhereATopicHasNone() throws Exception {
    ConfigResource allBrokers = new ConfigResource(ConfigResource.Type.BROKER, "");
    change(allBrokers, "message.max.bytes", "100000", AlterConfigOp.OpType.SET);
    change(ANSWERS, "max.message.bytes", "", AlterConfigOp.OpType.DELETE);
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(inspector.faults())
                      .extracting(TopicFault::setting)
                      .containsExactly("max.message.bytes"));
      await().untilAsserted(() -> assertThat(rejection(chunk())).isNotNull());
    } finally {
      change(allBrokers, "message.max.bytes", "", AlterConfigOp.OpType.DELETE);
      mend();
    }
  }

  @Test
  void whatIsStampedTooEarlyIsRefused() throws Exception {
    change(ANSWERS, "message.timestamp.before.max.ms", "1000", AlterConfigOp.OpType.SET);
    try {
      long anHourAgo = System.currentTimeMillis() - 3_600_000;
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          catchThrowable(
                              () ->
                                  sender
                                      .send(
                                          new ProducerRecord<>(
                                              ANSWERS, null, anHourAgo, "x", new byte[9]))
                                      .toCompletableFuture()
                                      .get(10, TimeUnit.SECONDS)))
                      .hasCauseInstanceOf(RecordRefused.class));
      assertThat(REFUSALS.present(Set.of()))
          .anySatisfy(fault -> assertThat(fault.setting()).contains("clock"));
    } finally {
      mend();
    }
  }

  @Test
  void moreReplicasInSyncThanThereCanBeHoldNothingUp() throws Exception {
    change(ANSWERS, "min.insync.replicas", "3", AlterConfigOp.OpType.SET);
    try {
      awaitThatAChunkIsTaken();
      assertThat(inspector.faults()).isEmpty();
    } finally {
      change(ANSWERS, "min.insync.replicas", "1", AlterConfigOp.OpType.SET);
    }
  }

  @Test
  void aTopicThatIsGoneIsMadeAnewWithItsSettings() throws Exception {
    admin.delete(Topic.STREAMING).toCompletableFuture().get(10, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(admin.settings(List.of(Topic.STREAMING)))
                    .hasEntrySatisfying(
                        Topic.STREAMING,
                        made ->
                            assertThat(made.get("max.message.bytes").value())
                                .isEqualTo("2097152")));
    assertThat(inspector.faults()).isEmpty();
  }

  private static RangeResponse chunk() {
    int sealed = ResponseCipher.sealedLength(ChunkGrid.DEFAULT.chunkSize());
    return new RangeResponse.Chunk("ann", 1, 0, false, ByteBuffer.allocate(sealed));
  }

  private static void publish(RangeResponse response) throws Exception {
    publisher.publish(ANSWERS, response).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** A record that was just rejected isn't sent again immediately. */
  private static void awaitThatAChunkIsTaken() {
    await().untilAsserted(() -> assertThat(rejection(chunk())).isNull());
  }

  /** Returns the failure, or null when the broker has acknowledged the record. */
  private static Throwable rejection(RangeResponse response) {
    Throwable thrown = catchThrowable(() -> publish(response));
    return thrown != null && RecordRefused.isCauseOf(thrown) ? thrown : null;
  }

  private static void mend() throws Exception {
    for (String setting : List.of("max.message.bytes", "segment.bytes")) {
      change(
          ANSWERS,
          setting,
          Topic.ofInstance("web-1").settings().get(setting),
          AlterConfigOp.OpType.SET);
    }
    change(ANSWERS, "message.timestamp.before.max.ms", "", AlterConfigOp.OpType.DELETE);
  }

  private static void change(String topic, String name, String value, AlterConfigOp.OpType type)
      throws Exception {
    change(new ConfigResource(ConfigResource.Type.TOPIC, topic), name, value, type);
  }

  private static void change(
      ConfigResource resource, String name, String value, AlterConfigOp.OpType type)
      throws Exception {
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), type);
    admin
        .client()
        .incrementalAlterConfigs(Map.of(resource, List.of(change)))
        .all()
        .get(10, TimeUnit.SECONDS);
  }
}
