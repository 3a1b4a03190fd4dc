package io.sealcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryServiceTest {
  private static final String MAC = "the MAC";

  private record Sent(String topic, RangeResponse response) {}

  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final ResponseBuffers buffers = new ResponseBuffers();
  private CompletableFuture<Void> acknowledged = CompletableFuture.completedFuture(null);
  private DeliveryService service;

  @AfterEach
  void stop() {
    service.stop();
  }

  private DeliveryService serving(Function<RangeRequest, RangeResponse.Chunk> answerer, int queue) {
    service =
        new DeliveryService(
            responder(answerer), this::publish, buffers, Clock.systemUTC(), 1, queue);
    return service;
  }

  private static Responder responder(Function<RangeRequest, RangeResponse.Chunk> answerer) {
    return new Responder() {
      @Override
      public RangeResponse.Chunk answer(RangeRequest request) {
        return answerer.apply(request);
      }

      @Override
      public RangeResponse.Receipt receipt(RangeRequest request, RangeResponse.Chunk chunk) {
        return chunk.receipt(MAC);
      }

      @Override
      public RangeResponse.Failure failure(RangeRequest request, ErrorCode code) {
        return new RangeResponse.Failure(
            request.sessionHash(), request.rangeId(), request.from(), code, MAC);
      }
    };
  }

  private CompletionStage<Void> publish(String topic, RangeResponse response) {
    sent.add(new Sent(topic, response));
    return acknowledged;
  }

  private static RangeResponse.Chunk chunk(RangeRequest r) {
    return new RangeResponse.Chunk(
        r.sessionHash(), r.rangeId(), r.from(), true, ByteBuffer.wrap(new byte[] {1}));
  }

  /** Returns the code of a failure, or null for a response of another kind. */
  private static ErrorCode codeOf(Sent answer) {
    return answer.response().match(chunk -> null, receipt -> null, RangeResponse.Failure::code);
  }

  @Test
  void answersToTheTopicThatTheRequestNames() {
    serving(DeliveryServiceTest::chunk, 10).handle(Requests.of("ann", 3));
    await().untilAsserted(() -> assertThat(sent).hasSize(1));
    assertThat(sent.get(0).topic()).isEqualTo("streaming-response-here");
    assertThat(sent.get(0).response().rangeId()).isEqualTo(3);
  }

  @Test
  void aBufferIsFreeOnceTheBrokerHasItsContentAndNotBefore() {
    int length = ResponseCipher.sealedLength(ChunkGrid.DEFAULT.chunkSize());
    byte[] buffer = buffers.take(length);
    acknowledged = new CompletableFuture<>();
    serving(r -> new RangeResponse.Chunk("ann", 3, 0, false, ByteBuffer.wrap(buffer)), 10)
        .handle(Requests.of("ann", 3));
    await().untilAsserted(() -> assertThat(sent).hasSize(1));
    assertThat(buffers.take(length)).isNotSameAs(buffer);
    acknowledged.complete(null);
    await().untilAsserted(() -> assertThat(service.answered()).isEqualTo(1));
    assertThat(buffers.take(length)).isSameAs(buffer);
  }

  @Test
  void sendsAReceiptOnceTheChunkIsInTheConsumersTopic() {
    serving(DeliveryServiceTest::chunk, 10)
        .handle(
            Requests.to(
                "streaming-response-ann",
                "streaming-response-here",
                "ann",
                1,
                Instant.now().plusSeconds(9)));
    await().untilAsserted(() -> assertThat(sent).hasSize(2));
    assertThat(sent).extracting(Sent::topic).last().isEqualTo("streaming-response-here");
    assertThat(sent.get(1).response()).isEqualTo(new RangeResponse.Receipt("ann", 1, 0, true, MAC));
  }

  @Test
  void tellsWhoWaitsThatItsChunkIsRefused() {
    acknowledged = CompletableFuture.failedFuture(new RecordRefused(new IllegalStateException()));
    serving(DeliveryServiceTest::chunk, 10).handle(Requests.of("ann", 3));
    await().untilAsserted(() -> assertThat(sent).hasSize(2));
    assertThat(sent.get(1).topic()).isEqualTo("streaming-response-here");
    assertThat(sent.get(1).response().rangeId()).isEqualTo(3);
    assertThat(codeOf(sent.get(1))).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
    assertThat(service.failed()).isEqualTo(1);
  }

  @Test
  void tellsTheInstanceThatAConsumersTopicRefusesTheChunk() {
    acknowledged =
        CompletableFuture.failedFuture(
            new CompletionException(new RecordRefused(new IllegalStateException())));
    serving(DeliveryServiceTest::chunk, 10)
        .handle(
            Requests.to(
                "streaming-response-ann",
                "streaming-response-here",
                "ann",
                1,
                Instant.now().plusSeconds(9)));
    await().untilAsserted(() -> assertThat(sent).hasSize(2));
    assertThat(sent.get(1).topic()).isEqualTo("streaming-response-here");
    assertThat(codeOf(sent.get(1))).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
  }

  @Test
  void saysNothingAboutABrokerThatIsAwayForAWhile() {
    acknowledged =
        CompletableFuture.failedFuture(new DomainException(ErrorCode.MESSAGING_UNAVAILABLE));
    serving(DeliveryServiceTest::chunk, 10).handle(Requests.of("ann", 3));
    await().untilAsserted(() -> assertThat(service.failed()).isEqualTo(1));
    assertThat(sent).as("whoever waits asks again").hasSize(1);
  }

  @Test
  void writesToNoTopicThatIsNotForAnswers() {
    DeliveryService target = serving(DeliveryServiceTest::chunk, 10);
    Instant soon = Instant.now().plusSeconds(9);
    target.handle(Requests.to("video-processing", null, "ann", 1, soon));
    target.handle(Requests.to("streaming-response-here", "video-events", "ann", 1, soon));
    target.handle(Requests.to("streaming-response-../x", null, "ann", 1, soon));
    assertThat(target.dropped()).isEqualTo(3);
    assertThat(sent).isEmpty();
  }

  @Test
  void dropsWhatNobodyWaitsForAnyMore() {
    DeliveryService target = serving(DeliveryServiceTest::chunk, 10);
    target.handle(
        Requests.to("streaming-response-here", null, "ann", 1, Instant.now().minusSeconds(1)));
    assertThat(target.dropped()).isEqualTo(1);
    assertThat(sent).isEmpty();
  }

  @Test
  void tellsTheCodeOfAFailureAndServesTheNext() {
    DeliveryService target =
        serving(
            r -> {
              if (r.rangeId() == 1) {
                throw new DomainException(ErrorCode.INTEGRITY_FAILED);
              }
              if (r.rangeId() == 2) {
                throw new StackOverflowError();
              }
              return chunk(r);
            },
            10);
    for (int i = 1; i <= 3; i++) {
      target.handle(Requests.of("ann", i));
    }
    await().untilAsserted(() -> assertThat(sent).hasSize(3));
    assertThat(sent)
        .extracting(DeliveryServiceTest::codeOf)
        .containsExactly(ErrorCode.INTEGRITY_FAILED, ErrorCode.INTERNAL_ERROR, null);
    assertThat(target.failed()).isEqualTo(2);
  }

  @Test
  void aWorkerOutlivesWhatGoesWrongAroundTheAnswer() {
    Clock broken = new BrokenClock(2); // the channel reads the clock first, then the worker
    service =
        new DeliveryService(
            responder(DeliveryServiceTest::chunk), this::publish, buffers, broken, 1, 9);
    service.handle(Requests.of("ann", 1));
    await().untilAsserted(() -> assertThat(sent).hasSize(1));
    service.handle(Requests.of("ann", 2));
    await().untilAsserted(() -> assertThat(sent).hasSize(2));
    assertThat(sent)
        .extracting(DeliveryServiceTest::codeOf)
        .containsExactly(ErrorCode.INTERNAL_ERROR, null);
  }

  /** A clock that fails once. */
  private static final class BrokenClock extends Clock {
    private final int failing;
    private final AtomicInteger reads = new AtomicInteger();

    BrokenClock(int failing) {
      this.failing = failing;
    }

    @Override
    public Instant instant() {
      if (reads.incrementAndGet() == failing) {
        throw new IllegalStateException("a clock that fails once");
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void saysThatItIsOverloadedInsteadOfQueueingWithoutEnd() {
    CountDownLatch gate = new CountDownLatch(1);
    DeliveryService target =
        serving(
            r -> {
              await().until(() -> gate.getCount() == 0);
              return chunk(r);
            },
            2);
    for (int i = 0; i < 10; i++) {
      target.handle(Requests.of("ann" + i, i));
    }
    assertThat(sent).hasSizeBetween(7, 8).allMatch(s -> codeOf(s) == ErrorCode.OVERLOADED);
    gate.countDown();
  }
}
