package io.sealcast.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EventSealsTest {
  private static final Instant EXPIRY = Instant.parse("2030-01-02T03:04:05Z");
  private static final byte[] EVENT =
      "{\"v\":1,\"kind\":\"changed\",\"file_id\":42,\"progress\":17,\"status\":\"processing\"}"
          .getBytes(UTF_8);
  private static final String OLD = Base64.getEncoder().encodeToString(Secrets.random(32));
  private static final String NEW = Base64.getEncoder().encodeToString(Secrets.random(32));

  private final EventSeals seals = EventSeals.under(Secrets.random(32));
  private final byte[] seal = seals.seal(EVENT, EXPIRY);

  /** Made with Python's hmac and hashlib; never made anew. */
  @Test
  void sealsAsDocumented() {
    byte[] serviceKey = new byte[32];
    for (int i = 0; i < serviceKey.length; i++) {
      serviceKey[i] = (byte) i;
    }
    assertThat(Base64.getEncoder().encodeToString(EventSeals.under(serviceKey).seal(EVENT, EXPIRY)))
        .isEqualTo("Vwu7OvVPHR+JMGPc9+P7V3UW4vmfrfBdaZkc7haRz3s=");
  }

  @Test
  void knowsWhatItHasSealed() {
    assertThat(seals.isGenuine(EVENT, EXPIRY, seal)).isTrue();
    assertThat(seals.isGenuine(EVENT, EXPIRY.plusMillis(900), seal)).as("whole seconds").isTrue();
  }

  @Test
  void knowsEveryOtherEventByEveryBit() {
    for (int bit = 0; bit < 8 * EVENT.length; bit++) {
      assertThat(seals.isGenuine(flipped(EVENT, bit), EXPIRY, seal)).isFalse();
    }
    assertThat(seals.isGenuine(EVENT, EXPIRY.plusSeconds(1), seal)).isFalse();
    assertThat(seals.isGenuine(new byte[0], EXPIRY, seal)).isFalse();
  }

  @Test
  void refusesEveryOtherSeal() {
    for (int bit = 0; bit < 8 * seal.length; bit++) {
      assertThat(seals.isGenuine(EVENT, EXPIRY, flipped(seal, bit))).isFalse();
    }
    for (int length = 0; length < seal.length; length++) {
      assertThat(seals.isGenuine(EVENT, EXPIRY, Arrays.copyOf(seal, length))).isFalse();
    }
    byte[] anothers = EventSeals.under(Secrets.random(32)).seal(EVENT, EXPIRY);
    assertThat(seals.isGenuine(EVENT, EXPIRY, anothers)).isFalse();
  }

  @Test
  void instancesUnderstandEachOtherWhileTheServiceKeyIsExchanged() {
    EventSeals before = with(OLD);
    EventSeals prepared = with(OLD + "," + NEW);
    EventSeals exchanged = with(NEW + "," + OLD);
    EventSeals after = with(NEW);
    assertThat(prepared.isGenuine(EVENT, EXPIRY, before.seal(EVENT, EXPIRY))).isTrue();
    assertThat(before.isGenuine(EVENT, EXPIRY, prepared.seal(EVENT, EXPIRY))).isTrue();
    assertThat(prepared.isGenuine(EVENT, EXPIRY, exchanged.seal(EVENT, EXPIRY))).isTrue();
    assertThat(exchanged.isGenuine(EVENT, EXPIRY, prepared.seal(EVENT, EXPIRY))).isTrue();
    assertThat(after.isGenuine(EVENT, EXPIRY, exchanged.seal(EVENT, EXPIRY))).isTrue();
    assertThat(after.isGenuine(EVENT, EXPIRY, before.seal(EVENT, EXPIRY))).isFalse();
  }

  private static EventSeals with(String keys) {
    return new EventSeals(new ServiceKeys(keys, Path.of("none"), System::nanoTime));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
