package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final String SECRET = "2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee";

  @Test
  void namesWhatIsKnown() {
    assertThat(Routes.of("/api/users/me")).isEqualTo("/api/users/me");
    assertThat(Routes.of("/api/videos/42")).isEqualTo("/api/videos/{file_id}");
    assertThat(Routes.of("/api/videos/42/position")).isEqualTo("/api/videos/{file_id}/position");
    assertThat(Routes.of("/api/videos/42/original")).isEqualTo("/api/videos/{file_id}/original");
    assertThat(Routes.of("/api/stream/42/manifest/" + SECRET + "/720p.mp4.m3u8"))
        .isEqualTo("/api/stream/{file_id}/manifest/{request_id}/{object}");
    assertThat(Routes.of("/api/stream/42/media/" + SECRET + "/720p.mp4"))
        .isEqualTo("/api/stream/{file_id}/media/{request_id}/{object}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/stream/42/" + SECRET,
        "/api/stream/42/" + SECRET + "/leave",
        "/api/stream/42/chunks/" + SECRET,
        "/api/stream/42/manifest/" + SECRET + ".m3u8",
        "/api/stream/42/manifest/" + SECRET + ".mpd",
        "/api/ws/stream/" + SECRET,
        "/api/stream/42/media;" + SECRET,
        "/api/stream/x/" + SECRET,
        "/api/" + SECRET,
      })
  void neverShowsASecret(String path) {
    assertThat(Routes.of(path)).startsWith("/api/").doesNotContain(SECRET);
  }

  @Test
  void takesOnlyAWellFormedIdFromOutside() {
    assertThat(CorrelationFilter.idOf("proxy-gave-this", null)).isEqualTo("proxy-gave-this");
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertThat(CorrelationFilter.idOf(null, "00-" + trace + "-00f067aa0ba902b7-01"))
        .isEqualTo(trace);
    assertThat(CorrelationFilter.idOf("a\nforged line", "nonsense")).matches("[0-9a-f]{16}");
    assertThat(CorrelationFilter.idOf("x".repeat(65), null)).matches("[0-9a-f]{16}");
  }
}
