package io.sealcast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3SettingsTest {
  private static final int PART = 8 << 20;

  private static S3Settings settings(String endpoint, String bucket, String prefix, int part) {
    return S3Settings.of(
        Optional.ofNullable(endpoint),
        "us-east-1",
        Optional.ofNullable(bucket),
        Optional.ofNullable(prefix),
        false,
        part);
  }

  @Test
  void endsAPrefixWithASlash() {
    assertThat(settings(null, "b", null, PART).prefix()).isEmpty();
    assertThat(settings(null, "b", "a/b", PART).prefix()).isEqualTo("a/b/");
    assertThat(settings(null, "b", "a/b/", PART).prefix()).isEqualTo("a/b/");
  }

  @Test
  void namesTheVariableThatIsWrong() {
    assertRefused("BUCKET", null, null, null, PART);
    assertRefused("PREFIX", null, "b", "../up", PART);
    assertRefused("PREFIX", null, "b", "/", PART);
    assertRefused("PART_BYTES", null, "b", null, (5 << 20) - 1);
    assertRefused("ENDPOINT", "s3.example.org", "b", null, PART);
    assertRefused("ENDPOINT", "ftp://s3.example.org", "b", null, PART);
  }

  @Test
  void refusesCredentialsInTheAddressWithoutRepeatingThem() {
    assertThatThrownBy(() -> settings("https://key:word@s3.example.org", "b", null, PART))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ENDPOINT")
        .hasMessageNotContaining("word");
  }

  private static void assertRefused(
      String variable, String endpoint, String bucket, String prefix, int part) {
    assertThatThrownBy(() -> settings(endpoint, bucket, prefix, part))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SEALCAST_STORAGE_S3_" + variable);
  }
}
