package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.SealedKeys;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a real broker that starts after the topics were first requested. */
class BrokerTest {
  private static final int CHUNK = 1 << 20;

  @TempDir private static Path directory;
  private static RealBroker broker;
  private static KafkaAdmin admin;
  private static TopicSetup setup;
  private static RecordSender sender;

  @BeforeAll
  static void start() throws Exception {
    broker = new RealBroker(directory);
    admin = new KafkaAdmin(broker.bootstrap(), (short) 1);
    setup = new TopicSetup(admin, "web-1", 2, 4, true, Duration.ofSeconds(15));
    setup.start(null);
    assertThat(setup.isReady()).isFalse();
    broker.start();
    await().atMost(Duration.ofSeconds(30)).until(setup::isReady);
    sender = new RecordSender(broker::send, broker::send, new SendRejections());
  }

  @AfterAll
  static void stop() {
    sender.close();
    setup.stop();
    admin.close();
    broker.close();
  }

  @Test
  void topicsAreMadeAsTheyShouldBe() throws Exception {
    // the broker lists a topic some time after the controller has created it
    await()
        .untilAsserted(
            () ->
                assertThat(admin.topics(""))
                    .contains(
                        "video-processing",
                        "video-streaming",
                        "video-events",
                        "streaming-response-web-1"));
    assertThat(setup.streamingPartitions()).isEqualTo(4);
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, "streaming-response-web-1");
    Config config = admin.client().describeConfigs(List.of(topic)).all().get().get(topic);
    assertThat(config.get("max.message.bytes").value()).isEqualTo("2097152");
    assertThat(config.get("retention.ms").value()).isEqualTo("60000");
    assertThat(config.get("retention.bytes").value()).isEqualTo("536870912");
    assertThat(config.get("segment.bytes").value()).isEqualTo("33554432");
  }

  @Test
  void aTopicThatIsThereIsGivenItsSettings() throws Exception {
    Topic old = new Topic("video-old", 1, java.util.Map.of("retention.ms", "1000"));
    Topic present = new Topic("video-old", 1, java.util.Map.of("retention.ms", "2000"));
    admin.create(old).toCompletableFuture().get(10, TimeUnit.SECONDS);
    admin.create(present).toCompletableFuture().get(10, TimeUnit.SECONDS);
    admin.configure(present).toCompletableFuture().get(10, TimeUnit.SECONDS);
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "video-old");
    // this broker may know a new topic only a moment after the controller
    await()
        .ignoreException(ExecutionException.class)
        .untilAsserted(
            () ->
                assertThat(
                        admin
                            .client()
                            .describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("2000"));
  }

  @Test
  void aSessionsTopicComesAndGoes() throws Exception {
    KnownTopics known = new KnownTopics(admin);
    KafkaReplyTopics topics = new KafkaReplyTopics(admin, known, "web-1", Duration.ofHours(4));
    String session = "0123456789abcdef".repeat(4);
    String topic = topics.create(session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(topic).isEqualTo("streaming-response-" + session);
    // this broker may know a new topic only a moment after the controller
    await()
        .untilAsserted(
            () -> assertThat(topics.sessions()).as("and no instance's").containsExactly(session));
    topics.create(session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    topics.delete(session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    topics.delete(session).toCompletableFuture().get(10, TimeUnit.SECONDS);
    await().untilAsserted(() -> assertThat(topics.sessions()).isEmpty());
  }

  @Test
  void theJobLogFindsTheNewestWantedJobAmongGarbage() throws Exception {
    KafkaJobPublisher publisher = new KafkaJobPublisher(sender);
    for (int i = 1; i <= 3; i++) {
      publisher.publish(job(42, "job-" + i)).toCompletableFuture().get(10, TimeUnit.SECONDS);
      sender
          .send(new ProducerRecord<>(Topic.PROCESSING, "42", "garbage".getBytes(UTF_8)))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }
    publisher.publish(job(43, "other")).toCompletableFuture().get(10, TimeUnit.SECONDS);
    KafkaJobLog log = new KafkaJobLog(broker.bootstrap(), admin);
    assertThat(log.find(job -> job.fileId() != 43))
        .hasSize(1)
        .hasEntrySatisfying(42L, job -> assertThat(job.jobId()).isEqualTo("job-3"));
    assertThat(log.find(job -> job.fileId() == 42 && !job.jobId().equals("job-3")))
        .as("what isn't wanted hides nothing")
        .hasEntrySatisfying(42L, job -> assertThat(job.jobId()).isEqualTo("job-2"));
  }

  /** Keys of earlier versions stay while their videos wait, and go when those have ended. */
  @Test
  void keysOfEndedJobsAreRemovedFromTheTopic() throws Exception {
    KafkaJobPublisher publisher = new KafkaJobPublisher(sender);
    KafkaJobLog log = new KafkaJobLog(broker.bootstrap(), admin);
    admin
        .configure(new Topic(Topic.PROCESSING, 2, java.util.Map.of("retention.ms", "604800000")))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    for (long fileId : new long[] {71, 72, 73, 74}) {
      publisher.publish(job(fileId, "old")).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    assertThat(log.removeKeys(ids -> ids.contains(72L) ? java.util.Set.of(72L) : ids)).isTrue();
    assertThat(log.find(job -> true)).containsKey(72L);
    assertThat(retention()).as("while a key is needed").isEqualTo("604800000");

    assertThat(log.removeKeys(ids -> java.util.Set.of())).isFalse();

    assertThat(log.find(job -> true)).isEmpty();
    await().untilAsserted(() -> assertThat(retention()).isEqualTo("600000"));
    publisher.publish(new ProcessingJob("new", 75)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(log.removeKeys(ids -> java.util.Set.of())).isFalse();
  }

  private static String retention() throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.PROCESSING);
    return admin
        .client()
        .describeConfigs(List.of(topic))
        .all()
        .get()
        .get(topic)
        .get("retention.ms")
        .value();
  }

  @Test
  void aBrokerThatIsAwayIsToldAsSuch() {
    KafkaJobLog nowhere = new KafkaJobLog("127.0.0.1:" + io.sealcast.embedded.Ports.free(), admin);
    assertThatThrownBy(() -> nowhere.find(job -> true))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE));
  }

  @Test
  void anAnswerToATopicThatIsGoneHoldsNobodyUp() {
    KafkaRangeResponsePublisher publisher =
        new KafkaRangeResponsePublisher(sender, new KnownTopics(admin));
    long begin = System.nanoTime();
    RangeResponse chunk = new RangeResponse.Chunk("ann", 1, 0, false, ByteBuffer.allocate(CHUNK));
    assertThatThrownBy(
            () -> publisher.publish("streaming-response-gone", chunk).toCompletableFuture().join())
        .isInstanceOf(CompletionException.class);
    // the producer itself would have waited two seconds for the topic and delayed other records
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aChunkComesBackWithinMilliseconds() throws Exception {
    ResponseKey key = SealedKeys.under(new byte[32], Clock.systemUTC()).newResponseKey();
    byte[] chunk = new byte[CHUNK];
    new Random(1).nextBytes(chunk);
    KafkaRangeResponsePublisher answers =
        new KafkaRangeResponsePublisher(sender, new KnownTopics(admin));
    KafkaRangeRequestPublisher requests =
        new KafkaRangeRequestPublisher(sender, setup, new TopicInspector(admin, setup));
    BlockingQueue<RangeResponse> arrived = new ArrayBlockingQueue<>(10);
    // the session's partition has to be the one that is read
    String session = onPartitionZero();
    Thread processor =
        broker.read(
            Topic.STREAMING,
            record -> {
              RangeRequest r = RangeRequestCodec.decode(record.value());
              ResponseContext context =
                  new ResponseContext(r.sessionHash(), r.rangeId(), null, 0, false);
              byte[] sealed =
                  ResponseCipher.seal(key, context, ByteBuffer.wrap(chunk), byte[]::new);
              answers.publish(
                  r.replyTopic(),
                  new RangeResponse.Chunk(
                      r.sessionHash(), r.rangeId(), 0, false, ByteBuffer.wrap(sealed)));
            });
    Thread gateway =
        broker.read(
            "streaming-response-web-1",
            record ->
                arrived.add(
                    RangeResponseCodec.decode(record.headers(), ByteBuffer.wrap(record.value()))));
    int rounds = 150;
    int warm = 50;
    long[] micros = new long[rounds - warm];
    for (int i = 0; i < rounds; i++) {
      long begin = System.nanoTime();
      requests.publish(request(session, i), 0);
      RangeResponse answer = arrived.poll(10, TimeUnit.SECONDS);
      assertThat(answer).isInstanceOf(RangeResponse.Chunk.class);
      RangeResponse.Chunk r = (RangeResponse.Chunk) answer;
      byte[] opened =
          ResponseCipher.open(
              key,
              new ResponseContext(session, r.rangeId(), null, r.offset(), r.last()),
              r.sealedChunk());
      if (i >= warm) {
        micros[i - warm] = (System.nanoTime() - begin) / 1000;
      }
      assertThat(r.rangeId()).isEqualTo(i);
      assertThat(opened).isEqualTo(chunk);
    }
    processor.interrupt();
    gateway.interrupt();
    Arrays.sort(micros);
    long median = micros[micros.length / 2];
    System.out.printf(
        "Round trip of a 1 MiB chunk: p50 %.1f ms, p99 %.1f ms%n",
        median / 1000.0, micros[(int) (micros.length * 0.99)] / 1000.0);
    assertThat(median).as("microseconds").isLessThan(100_000);
  }

  private static String onPartitionZero() {
    while (true) {
      String candidate = UUID.randomUUID().toString();
      if (Partitions.choose(candidate, 0, 4) == 0) {
        return candidate;
      }
    }
  }

  private static ProcessingJob job(long fileId, String jobId) {
    return new ProcessingJob(
        jobId,
        fileId,
        new ProcessingJob.RecordedKey(Instant.parse("2030-01-01T00:00:00Z"), new byte[60]));
  }

  private static RangeRequest request(String session, long rangeId) {
    return new RangeRequest(
        session,
        rangeId,
        7,
        UUID.randomUUID(),
        0,
        0,
        CHUNK - 1,
        "streaming-response-web-1",
        null,
        new byte[92],
        Instant.parse("2030-01-01T00:00:00Z"),
        Instant.parse("2030-01-01T00:00:00Z"));
  }
}
