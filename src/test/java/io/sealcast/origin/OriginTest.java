package io.sealcast.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "http://my_nas:8000, my_nas:8000",
    "http://my_nas, MY_NAS:80",
    "http://NAS.home:8000, nas.HOME:8000",
    "http://nas.home.:8000, nas.home:8000",
    "https://videos.example, videos.example.",
    "https://videos.example, videos.example:443",
    "https://videos.example:443, videos.example",
    "http://[::1]:8000, [0:0:0:0:0:0:0:1]:8000",
    "http://[FE80::A], [fe80::a]",
    "http://192.168.0.7:8000, 192.168.0.7:8000",
    "https://xn--bcher-kva.example, bücher.example",
    "http://_dmarc.-odd-.example, _dmarc.-odd-.example",
  })
  void isOneHowEverItIsWritten(String origin, String host) {
    assertThat(Origin.parse(origin)).get().matches(page -> page.isAt(host));
  }

  @ParameterizedTest
  @CsvSource({
    "http://my_nas:8000, my-nas:8000",
    "http://my_nas:8000, my_nas:8001",
    "http://my_nas:8000, my_nas",
    "http://my_nas.evil.example, my_nas",
    "http://[::1]:8000, [::2]:8000",
    "http://nas, nas@evil.example",
    "http://nas, 'nas,evil.example'",
    "http://nas, ''",
  })
  void isAnotherAtAnotherHostOrPort(String origin, String host) {
    assertThat(Origin.parse(origin)).get().matches(page -> !page.isAt(host));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "null",
        "nas",
        "file://",
        "ftp://nas",
        "http://",
        "http://.",
        "http://nas..",
        "http://nas/",
        "http://nas/path",
        "http://user@nas",
        "http://nas\\evil",
        "http://nas:0",
        "http://nas:65536",
        "http://nas:8000:8000",
        "http://[::1",
        "http://[1.2.3]",
        "http://[fe80::1%eth0]",
        "http://a b",
        "http://nas%2eexample",
      })
  void isRefusedWhereItIsNone(String text) {
    assertThat(Origin.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "videos.example:8000, 8443, https://videos.example:8443",
    "videos.example, 443, https://videos.example",
    "VIDEOS.example.:8000, 443, https://videos.example",
    "[::1]:8000, 8443, https://[0:0:0:0:0:0:0:1]:8443",
    "192.168.0.7, 8443, https://192.168.0.7:8443"
  })
  void isThatOfTheSameHostByHttps(String host, int port, String origin) {
    assertThat(Origin.https(host, port).map(Origin::serialized)).contains(origin);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a/b", "user@a", "a:0"})
  void hasNoHostByHttpsWhereItIsNone(String host) {
    assertThat(Origin.https(host, 8443)).isEmpty();
  }

  @Test
  void isReadAlikeInEveryLocale() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Origin.parse("HTTP://VIDEOS.EXAMPLE"))
          .get()
          .matches(o -> o.isAt("videos.example"));
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void aRefusalIsWrittenDownOnceAMinuteWhateverManyThereAre() {
    AtomicLong next = new AtomicLong(5);
    long minute = TimeUnit.MINUTES.toNanos(1);
    assertThat(RefusedOrigins.isDue(next, 5)).isTrue();
    assertThat(RefusedOrigins.isDue(next, 6)).isFalse();
    assertThat(RefusedOrigins.isDue(next, 4 + minute)).isFalse();
    assertThat(RefusedOrigins.isDue(next, 5 + minute)).isTrue();
  }

  @Test
  void aRefusalNamesTheOriginTheHostAndTheSetting() {
    assertThat(RefusedOrigins.line("http://my_nas\u001b\n", "app:8000"))
        .contains("\"http://my_nas??\"", "\"app:8000\"", "SEALCAST_ORIGINS");
    assertThat(RefusedOrigins.line("x".repeat(100_000), null)).hasSizeLessThan(600);
  }
}
