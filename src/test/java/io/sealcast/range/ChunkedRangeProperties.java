package io.sealcast.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedRangeProperties {
  @Property
  void piecesTileTheRangeAndNeverCrossAChunk(
      @ForAll @LongRange(max = 1L << 42) long from,
      @ForAll @LongRange(max = 20 << 20) long more,
      @ForAll @IntRange(min = 16, max = 20) int power) {
    ChunkGrid grid = new ChunkGrid(1 << power);
    ChunkedRange plan = new ChunkedRange(new ByteRange(from, from + more), grid);
    assertThat(plan.startOf(0)).isEqualTo(from);
    for (long i = 0; i < plan.count(); i++) {
      long end = plan.isLast(i) ? plan.bytes().to() : plan.startOf(i + 1) - 1;
      assertThat(plan.startOf(i)).isLessThanOrEqualTo(end);
      assertThat(grid.indexOf(plan.startOf(i))).isEqualTo(grid.indexOf(end));
    }
    assertThat(plan.startOf(plan.count())).isGreaterThan(plan.bytes().to());
  }

  @Property
  void takesNoOtherBytesForASlice(
      @ForAll @LongRange(max = 1L << 42) long from,
      @ForAll @LongRange(max = 4 << 20) long more,
      @ForAll @LongRange(min = -1, max = 1) long shift,
      @ForAll @IntRange(min = -1, max = 1) int longer) {
    ChunkedRange plan = new ChunkedRange(new ByteRange(from, from + more));
    long end = plan.count() == 1 ? from + more + 1 : plan.startOf(1);
    int length = (int) (end - from);
    if (shift == 0 && longer == 0) {
      plan.requireSlice(0, from, length);
    } else {
      assertThatThrownBy(() -> plan.requireSlice(0, from + shift, length + longer))
          .isInstanceOf(DomainException.class);
    }
    assertThatThrownBy(() -> plan.requireSlice(plan.count(), from, length))
        .isInstanceOf(DomainException.class);
  }

  @Property
  void theChunksOfAnObjectAreItsBytes(
      @ForAll @LongRange(min = 1, max = 5 << 20) long size,
      @ForAll @IntRange(min = 16, max = 20) int power) {
    ChunkGrid grid = new ChunkGrid(1 << power);
    long next = 0;
    for (long i = 0; next < size; i++) {
      ByteRange chunk = grid.chunk(i, size);
      assertThat(chunk.from()).isEqualTo(next);
      assertThat(chunk.length()).isLessThanOrEqualTo(grid.chunkSize());
      assertThat(grid.isInOneChunk(chunk)).isTrue();
      assertThat(grid.firstChunkOf(new ByteRange(chunk.from(), size - 1))).isEqualTo(chunk);
      next = chunk.to() + 1;
    }
    assertThat(next).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -65536, 1, 16, 32768, 65535, 65537, 98304, 1 << 21, Integer.MIN_VALUE})
  void hasNoOtherSizes(int size) {
    assertThat(ChunkGrid.isChunkSize(size)).isFalse();
    assertThatThrownBy(() -> new ChunkGrid(size)).isInstanceOf(IllegalArgumentException.class);
  }
}
