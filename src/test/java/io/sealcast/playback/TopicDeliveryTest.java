package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.ReplyTopics;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TopicDeliveryTest {
  private final EngineBench bench = new EngineBench(9L * EngineBench.CHUNK);
  private final Topics topics = new Topics();
  private final TopicDelivery delivery = new TopicDelivery(bench.engine, topics, 9, 2);

  @Test
  void anAccountHasAFewAtATime() {
    delivery.begin(session());
    LiveSession second = session();
    delivery.begin(second);
    refuses(ErrorCode.TOO_MANY_REQUESTS);
    second.end();
    delivery.begin(session());
  }

  @Test
  void aTopicThatCannotBeMadeHoldsNoPlace() {
    topics.failure = new DomainException(ErrorCode.MESSAGING_UNAVAILABLE);
    for (int i = 0; i < 5; i++) {
      refuses(ErrorCode.MESSAGING_UNAVAILABLE);
    }
    topics.failure = null;
    assertThat(delivery.begin(session())).startsWith("streaming-response-");
  }

  @Test
  void onlyAProcessorsReceiptMakesRoomForTheNextChunk() {
    delivery.begin(session());
    List<RangeRequest> requests = List.copyOf(bench.requests);
    assertThat(requests).hasSize(EngineBench.WINDOW);
    bench.requests.clear();
    RangeRequest first = requests.get(0);
    bench.engine.handle(
        new RangeResponse.Receipt(first.sessionHash(), first.rangeId(), 0, false, null));
    assertThat(bench.requests).isEmpty();
    assertThat(bench.engine.refusedAnswers()).isEqualTo(1);
    bench.engine.handle(bench.receiptOf(first));
    assertThat(bench.requests).hasSize(1);
  }

  private LiveSession session() {
    return bench.newSession(EngineBench.VIDEO, false);
  }

  private void refuses(ErrorCode code) {
    LiveSession session = session();
    assertThatThrownBy(() -> delivery.begin(session))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  private static final class Topics implements ReplyTopics {
    DomainException failure;

    @Override
    public String ofThisInstance() {
      return "streaming-response-here";
    }

    @Override
    public String ofSession(String requestId) {
      return "streaming-response-" + requestId;
    }

    @Override
    public CompletionStage<String> create(String requestId) {
      return failure == null
          ? CompletableFuture.completedStage(ofSession(requestId))
          : CompletableFuture.failedStage(failure);
    }

    @Override
    public CompletionStage<Void> delete(String requestId) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public Set<String> sessions() {
      return Set.of();
    }
  }
}
