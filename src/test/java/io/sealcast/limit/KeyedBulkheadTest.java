package io.sealcast.limit;

import static io.sealcast.limit.KeyedBulkhead.Outcome.FULL;
import static io.sealcast.limit.KeyedBulkhead.Outcome.KEY_FULL;
import static io.sealcast.limit.KeyedBulkhead.Outcome.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedBulkheadTest {
  private final KeyedBulkhead<String> bulkhead = new KeyedBulkhead<>(3, 2);

  @Test
  void aKeyHasSomeAndTheOthersHaveTheRest() {
    assertThat(bulkhead.take("a")).isEqualTo(TAKEN);
    assertThat(bulkhead.take("a")).isEqualTo(TAKEN);
    assertThat(bulkhead.take("a")).isEqualTo(KEY_FULL);
    assertThat(bulkhead.isFull("a")).isTrue();
    assertThat(bulkhead.isFull("b")).isFalse();
    assertThat(bulkhead.take("b")).isEqualTo(TAKEN);
    assertThat(bulkhead.take("b")).isEqualTo(FULL);
    bulkhead.release("a");
    assertThat(bulkhead.take("b")).isEqualTo(TAKEN);
    assertThat(bulkhead.taken()).isEqualTo(3);
  }
}
