package io.sealcast.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedOriginsTest {
  private final AllowedOrigins origins =
      new AllowedOrigins(
          Optional.of(
              List.of("https://Player.example", " https://slash.example/", "nonsense", "")));

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000, localhost:8000",
    "https://videos.example, videos.example",
    "https://videos.example, videos.example:443",
    "http://videos.example:80, videos.example",
    "http://[::1]:8000, [::1]:8000",
    "https://Videos.Example, videos.example",
    "https://player.example, videos.example",
    "https://player.example:443, videos.example",
    "https://slash.example, videos.example",
    "http://my_nas:8000, my_nas:8000",
  })
  void admitsItsOwnPagesAndThoseConfigured(String origin, String host) {
    assertThat(origins.allows(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, localhost:8000",
    "http://localhost:8001, localhost:8000",
    "null, localhost:8000",
    "'', localhost:8000",
    "http://localhost:8000.evil.example, localhost:8000",
    "http://player.example, videos.example",
    "https://player.example.evil, videos.example",
    "http://evil.example/localhost:8000, localhost:8000",
    "not an origin, localhost:8000",
  })
  void refusesOtherPages(String origin, String host) {
    assertThat(origins.allows(origin, host)).isFalse();
  }

  @Test
  void admitsProgramsWhichSendNone() {
    assertThat(origins.allows(null, "localhost:8000")).isTrue();
    assertThat(origins.allows("http://localhost", null)).isFalse();
  }
}
