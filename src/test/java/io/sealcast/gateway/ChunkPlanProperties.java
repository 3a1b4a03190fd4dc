package io.sealcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ChunkPlanProperties {
  @Property
  void piecesTileTheRangeAndNeverCrossAChunk(
      @ForAll @LongRange(max = 1L << 42) long from, @ForAll @LongRange(max = 20 << 20) long more) {
    ChunkPlan plan = new ChunkPlan(from, from + more);
    assertThat(plan.startOf(0)).isEqualTo(from);
    for (long i = 0; i < plan.count(); i++) {
      long end = plan.isLast(i) ? plan.to() : plan.startOf(i + 1) - 1;
      assertThat(plan.startOf(i)).isLessThanOrEqualTo(end);
      assertThat(plan.startOf(i) / ChunkPlan.CHUNK_SIZE).isEqualTo(end / ChunkPlan.CHUNK_SIZE);
    }
    assertThat(plan.startOf(plan.count())).isGreaterThan(plan.to());
  }
}
