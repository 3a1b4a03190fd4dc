package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.path.BasePath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssetsTest {
  @Test
  void findsWhatTheBuildNamed() {
    byte[] manifest = "{\"watch.js\": \"watch-ABC.js\"}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> names = Assets.read(new ByteArrayInputStream(manifest));
    assertThat(new Assets(names, new BasePath("")).of("watch.js"))
        .isEqualTo("/assets/watch-ABC.js");
    assertThat(new Assets(names, new BasePath("/videos")).of("watch.js"))
        .isEqualTo("/videos/assets/watch-ABC.js");
  }

  @Test
  void refusesToLeadToWhatWasNotBuilt() {
    assertThatThrownBy(() -> new Assets(Map.of(), new BasePath("")).of("watch.js"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("watch.js");
  }
}
