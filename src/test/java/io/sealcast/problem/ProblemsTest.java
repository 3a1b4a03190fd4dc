package io.sealcast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static boolean challenges(Map<String, String> headers) {
    return Problems.challenges(headers::get);
  }

  @Test
  void challengesToolsAndWhoeverOpensAnAddress() {
    assertThat(challenges(Map.of())).as("a tool").isTrue();
    assertThat(challenges(Map.of("Sec-Fetch-Mode", "navigate"))).as("an address").isTrue();
  }

  @Test
  void challengesNoPage() {
    assertThat(challenges(Map.of("Sec-Fetch-Mode", "cors"))).isFalse();
    assertThat(challenges(Map.of("Sec-Fetch-Mode", "websocket", "Origin", "https://a"))).isFalse();
  }

  @Test
  void challengesNoPageOfWhichPlainHttpTellsLess() {
    assertThat(challenges(Map.of("Referer", "http://my_nas:8000/"))).as("its GET").isFalse();
    assertThat(challenges(Map.of("Origin", "http://my_nas:8000"))).as("its WebSocket").isFalse();
  }
}
