package io.sealcast.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordSenderTest {
  private final List<CompletableFuture<Void>> unacknowledged = new CopyOnWriteArrayList<>();
  private final CountDownLatch producerOfChunks = new CountDownLatch(1);
  private final RecordSender sender =
      new RecordSender(this::take, this::takeChunk, new SendRejections());

  private CompletionStage<Void> take(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> ack = new CompletableFuture<>();
    unacknowledged.add(ack);
    return ack;
  }

  /** Blocks its caller, as a producer with a full buffer does. */
  private CompletionStage<Void> takeChunk(ProducerRecord<String, byte[]> chunk) {
    try {
      producerOfChunks.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return take(chunk);
  }

  @AfterEach
  void close() {
    producerOfChunks.countDown();
    sender.close();
  }

  @Test
  void noRequestWaitsBehindChunks() {
    CompletableFuture<Void> chunk =
        sender
            .sendChunk(new ProducerRecord<>("streaming-response-1", "1", new byte[3]))
            .toCompletableFuture();
    CompletableFuture<Void> request = send();
    await().until(() -> unacknowledged.size() == 1);
    unacknowledged.get(0).complete(null);
    assertThat(request).succeedsWithin(Duration.ofSeconds(5));
    assertThat(chunk).isNotDone();

    producerOfChunks.countDown();
    await().until(() -> unacknowledged.size() == 2);
    unacknowledged.get(1).complete(null);
    assertThat(chunk).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void completesOnceTheBrokerHasTheRecord() {
    CompletableFuture<Void> sent = send();
    await().until(() -> unacknowledged.size() == 1);
    assertThat(sent).isNotDone();
    unacknowledged.get(0).complete(null);
    assertThat(sent).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void refusesAtOnceWhatIsTooMuchAndRecovers() {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 129; i++) {
      sent.add(send());
    }
    assertThat(sent.get(128)).isCompletedExceptionally();
    assertThat(codeOf(sent.get(128))).isEqualTo(ErrorCode.OVERLOADED);
    await().until(() -> unacknowledged.size() == 128);
    unacknowledged.get(0).complete(null);
    assertThat(send()).isNotCompletedExceptionally();
  }

  @Test
  void saysThatTheBrokerIsAwayAndGivesThePlaceBack() {
    for (int i = 0; i < 300; i++) {
      CompletableFuture<Void> sent = send();
      int count = i + 1;
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> unacknowledged.size() == count);
      unacknowledged.get(i).completeExceptionally(new IllegalStateException("no broker"));
      assertThat(codeOf(sent)).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
    }
  }

  private CompletableFuture<Void> send() {
    return sender
        .send(new ProducerRecord<>("video-events", "1", new byte[3]))
        .toCompletableFuture();
  }

  private static ErrorCode codeOf(CompletableFuture<Void> sent) {
    return sent.handle((done, e) -> ((DomainException) Failures.root(e)).code()).join();
  }
}
