package io.sealcast.playback;

import static io.sealcast.playback.EngineBench.CHUNK;
import static io.sealcast.playback.EngineBench.WINDOW;
import static io.sealcast.playback.EngineBench.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.range.ViewExtents;
import io.sealcast.range.ViewRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tests the delivery of views that consist of several stored objects. */
class PartedViewTest {
  private final EngineBench bench = new EngineBench(1);

  @Property(tries = 30)
  void eachViewerGetsAllBytesOnTheGridWithinTheDemandAndTheWindow(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 2_500_000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 6) int demand,
      @ForAll boolean backwards) {
    EngineBench fresh = new EngineBench(1);
    List<ViewRange.Extent> parts = ViewExtents.of(sizes);
    int size = sizes.stream().mapToInt(Integer::intValue).sum();
    Viewer viewer = fresh.view(parts, size / 3, size - 1, null);
    viewer.demand(demand);
    int seen = 0;
    while (!viewer.complete) {
      int inFlight = fresh.requests.size();
      assertThat(inFlight).isBetween(1, Math.min(WINDOW, demand));
      List<RangeRequest> batch = new ArrayList<>(fresh.requests);
      fresh.requests.clear();
      for (int i = 0; i < batch.size(); i++) {
        fresh.answer(batch.get(backwards ? batch.size() - 1 - i : i));
      }
      assertThat(viewer.error).isNull();
      assertThat((long) viewer.slices).isLessThanOrEqualTo(viewer.demand);
      if (viewer.slices > seen && !viewer.complete) {
        viewer.demand(viewer.slices - seen);
        seen = viewer.slices;
      }
    }
    assertThat(viewer.bytes.toByteArray()).isEqualTo(content(size / 3, size - 1));
    assertThat(fresh.requests).isEmpty();
    assertThat(fresh.session.flow().inFlight()).isZero();
    assertThat(fresh.engine.subscriptions()).isZero();
  }

  @Test
  void aRequestAsksForBytesOfOnePart() {
    List<ViewRange.Extent> parts = ViewExtents.of(List.of(CHUNK / 2, 2 * CHUNK, 10));
    Viewer viewer = bench.view(parts, 0, 2 * CHUNK + CHUNK / 2 + 9, null).demand(4);
    assertThat(bench.requests)
        .extracting(RangeRequest::object, RangeRequest::from, RangeRequest::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(parts.get(0).object(), 0L, CHUNK / 2 - 1L),
            org.assertj.core.groups.Tuple.tuple(parts.get(1).object(), 0L, CHUNK - 1L),
            org.assertj.core.groups.Tuple.tuple(
                parts.get(1).object(), (long) CHUNK, 2L * CHUNK - 1),
            org.assertj.core.groups.Tuple.tuple(parts.get(2).object(), 0L, 9L));
    assertThat(bench.requests).allSatisfy(r -> assertThat(r.offset()).isEqualTo(r.from()));
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
    assertThat(viewer.slices).isEqualTo(3);
  }

  @Test
  void aConsumerOfATopicIsToldThePlaceInTheView() {
    List<ViewRange.Extent> parts = ViewExtents.of(List.of(100, 50));
    Viewer viewer = bench.view(parts, 0, 149, "streaming-response-own").demand(2);
    List<RangeRequest> asked = List.copyOf(bench.requests);
    assertThat(asked)
        .extracting(RangeRequest::placement)
        .isEqualTo(
            Arrays.asList(
                new RangeRequest.Placement(0, false), new RangeRequest.Placement(100, true)));
    bench.requests.clear();
    bench.answerTo(asked.get(0)); // makes the key known
    asked.forEach(r -> bench.engine.handle(bench.receiptOf(r)));
    assertThat(viewer.error).isNull();
    assertThat(viewer.slices).isEqualTo(2);
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void cancellingFreesWhatIsHeldOfAnIncompleteSlice() {
    Viewer viewer =
        bench.view(ViewExtents.of(List.of(10, 3 * CHUNK)), 0, 3 * CHUNK, null).demand(1);
    bench.answer(bench.requests.remove(0));
    assertThat(viewer.slices).isZero();
    viewer.cancel();
    assertThat(bench.session.flow().inFlight()).isZero();
    assertThat(bench.session.flow().isIdle()).isTrue();
    assertThat(bench.engine.subscriptions()).isZero();
  }
}
