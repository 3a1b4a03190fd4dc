package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssetsTest {
  @Test
  void findsWhatTheBuildNamed() {
    byte[] manifest = "{\"watch.js\": \"watch-ABC.js\"}".getBytes(StandardCharsets.UTF_8);
    Assets assets = new Assets(Assets.read(new ByteArrayInputStream(manifest)));
    assertThat(assets.of("watch.js")).isEqualTo("/assets/watch-ABC.js");
  }

  @Test
  void refusesToLeadToWhatWasNotBuilt() {
    assertThatThrownBy(() -> new Assets(Map.of()).of("watch.js"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("watch.js");
  }
}
