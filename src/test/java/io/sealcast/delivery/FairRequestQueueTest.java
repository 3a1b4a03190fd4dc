package io.sealcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairRequestQueueTest {
  private final FairRequestQueue queue = new FairRequestQueue(100, 10);

  @Test
  void servesViewersInTurn() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      queue.offer(request("greedy", i));
    }
    queue.offer(request("modest", 0));
    queue.offer(request("other", 0));
    assertThat(order()).startsWith("greedy0", "modest0", "other0", "greedy1", "greedy2");
  }

  @Test
  void keepsTheOrderOfOneViewer() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      queue.offer(request("one", i));
    }
    assertThat(order()).containsExactly("one0", "one1", "one2");
  }

  @Test
  void aViewerWhoComesBackWaitsForTheirTurn() throws InterruptedException {
    queue.offer(request("a", 0));
    queue.offer(request("b", 0));
    assertThat(queue.take().sessionHash()).isEqualTo("a");
    queue.offer(request("a", 1));
    assertThat(order()).containsExactly("b0", "a1");
  }

  @Test
  void refusesWhatIsTooMuchForOneViewerAndTakesOthers() {
    for (int i = 0; i < 10; i++) {
      assertThat(queue.offer(request("greedy", i))).isTrue();
    }
    assertThat(queue.offer(request("greedy", 10))).isFalse();
    assertThat(queue.offer(request("modest", 0))).isTrue();
  }

  @Test
  void isBoundedAsAWhole() {
    FairRequestQueue small = new FairRequestQueue(2, 2);
    small.offer(request("a", 0));
    small.offer(request("b", 0));
    assertThat(small.offer(request("c", 0))).isFalse();
    assertThat(small.size()).isEqualTo(2);
  }

  private List<String> order() throws InterruptedException {
    List<String> order = new ArrayList<>();
    while (queue.size() > 0) {
      RangeRequest next = queue.take();
      order.add(next.sessionHash() + next.rangeId());
    }
    return order;
  }

  static RangeRequest request(String viewer, long rangeId) {
    return Requests.of(viewer, rangeId);
  }
}
