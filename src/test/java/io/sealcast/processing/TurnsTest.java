package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void eachAccountHasOneInEachRound() {
    List<String> waiting = List.of("b1", "b2", "b3", "a1", "c1", "a2");

    assertThat(Turns.inRounds(waiting, text -> text.charAt(0)))
        .containsExactly("b1", "a1", "c1", "b2", "a2", "b3");
    assertThat(Turns.inRounds(List.<String>of(), text -> text)).isEmpty();
  }
}
