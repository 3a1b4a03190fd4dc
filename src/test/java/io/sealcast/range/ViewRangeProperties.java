package io.sealcast.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tests that the chunks of any range of any view are its bytes, in order, within chunks. */
class ViewRangeProperties {
  @Property
  void theChunksOfARangeAreItsBytes(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 3_000_000) Integer> sizes,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long seed) {
    List<ViewRange.Extent> parts = ViewExtents.of(sizes);
    long size = sizes.stream().mapToLong(Integer::longValue).sum();
    Random random = new Random(seed);
    long from = random.nextLong(size);
    long to = from + random.nextLong(size - from);
    ViewRange range = new ViewRange(parts, new ByteRange(from, to));

    assertThat(range.size()).isEqualTo(size);
    List<UUID> objects = new ArrayList<>();
    long position = from;
    while (position <= to) {
      ViewRange.ChunkRange chunk = range.chunkRangeAt(position);
      assertThat(chunk.start() + chunk.range().from()).isEqualTo(position);
      assertThat(ChunkGrid.DEFAULT.isInOneChunk(chunk.range().bytes())).isTrue();
      UUID object = chunk.range().object();
      assertThat(chunk.endsView()).isEqualTo(object.equals(parts.get(parts.size() - 1).object()));
      if (objects.isEmpty() || !objects.get(objects.size() - 1).equals(object)) {
        objects.add(object);
      }
      position = chunk.start() + chunk.range().to() + 1;
    }
    assertThat(position).isEqualTo(to + 1);
    assertThat(parts.stream().map(ViewRange.Extent::object).toList()).containsSubsequence(objects);
  }

  @Test
  void refusesWhatLiesOutsideOfTheView() {
    List<ViewRange.Extent> extents = ViewExtents.of(List.of(10, 5));
    assertThatThrownBy(() -> new ViewRange(extents, new ByteRange(3, 15)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ViewRange(List.of(), new ByteRange(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ViewRange(extents.subList(1, 2), new ByteRange(0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
