package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.playback.StreamSession;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubprotocolsTest {
  private final Named none = new Named("");
  private final Named ranges = new Named("ranges.v1");
  private final Named another = new Named("another.v1");
  private final Subprotocols subprotocols = new Subprotocols(List.of(ranges, none, another));

  @Test
  void speaksTheFirstOfTheViewersChoicesThatItKnows() {
    assertThat(subprotocols.negotiate(List.of("ranges.v2", "another.v1", "ranges.v1")))
        .isEqualTo("another.v1");
    assertThat(subprotocols.require("another.v1")).isSameAs(another);
  }

  @Test
  void speaksWithWhoeverNamesNoneItKnowsAsWithoutASubprotocol() {
    assertThat(subprotocols.negotiate(List.of())).isEmpty();
    assertThat(subprotocols.negotiate(List.of("ranges.v2"))).isEmpty();
    assertThat(subprotocols.require("")).isSameAs(none);
    assertThat(subprotocols.require(null)).isSameAs(none);
  }

  @Test
  void namesAreUsedOnce() {
    List<SubprotocolHandlerFactory> twice = List.of(ranges, new Named("ranges.v1"));
    assertThatThrownBy(() -> new Subprotocols(twice)).isInstanceOf(IllegalStateException.class);
  }

  private record Named(String name) implements SubprotocolHandlerFactory {
    @Override
    public boolean buffersText() {
      return false;
    }

    @Override
    public SubprotocolHandler create(StreamSession session) {
      throw new UnsupportedOperationException();
    }
  }
}
