package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundRobinOrderTest {
  @Test
  void eachAccountHasOneInEachRound() {
    List<String> waiting = List.of("b1", "b2", "b3", "a1", "c1", "a2");

    assertThat(RoundRobinOrder.of(waiting, text -> text.charAt(0)))
        .containsExactly("b1", "a1", "c1", "b2", "a2", "b3");
    assertThat(RoundRobinOrder.of(List.<String>of(), text -> text)).isEmpty();
  }
}
