package io.sealcast.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EventMacsTest {
  private static final Instant EXPIRY = Instant.parse("2030-01-02T03:04:05Z");
  private static final byte[] EVENT =
      "{\"v\":1,\"kind\":\"changed\",\"file_id\":42,\"progress\":17,\"status\":\"processing\"}"
          .getBytes(UTF_8);
  private static final String OLD = Base64.getEncoder().encodeToString(Secrets.random(32));
  private static final String NEW = Base64.getEncoder().encodeToString(Secrets.random(32));

  private final EventMacs macs = EventMacs.under(Secrets.random(32));
  private final byte[] mac = macs.compute(EVENT, EXPIRY);

  /** The vector was computed by Python's hmac and hashlib, and must never be regenerated. */
  @Test
  void sealsAsDocumented() {
    byte[] serviceKey = new byte[32];
    for (int i = 0; i < serviceKey.length; i++) {
      serviceKey[i] = (byte) i;
    }
    assertThat(
            Base64.getEncoder().encodeToString(EventMacs.under(serviceKey).compute(EVENT, EXPIRY)))
        .isEqualTo("Vwu7OvVPHR+JMGPc9+P7V3UW4vmfrfBdaZkc7haRz3s=");
  }

  @Test
  void knowsWhatItHasSealed() {
    assertThat(macs.isValid(EVENT, EXPIRY, mac)).isTrue();
    assertThat(macs.isValid(EVENT, EXPIRY.plusMillis(900), mac)).as("whole seconds").isTrue();
  }

  @Test
  void knowsEveryOtherEventByEveryBit() {
    for (int bit = 0; bit < 8 * EVENT.length; bit++) {
      assertThat(macs.isValid(flipped(EVENT, bit), EXPIRY, mac)).isFalse();
    }
    assertThat(macs.isValid(EVENT, EXPIRY.plusSeconds(1), mac)).isFalse();
    assertThat(macs.isValid(new byte[0], EXPIRY, mac)).isFalse();
  }

  @Test
  void refusesEveryOtherCode() {
    for (int bit = 0; bit < 8 * mac.length; bit++) {
      assertThat(macs.isValid(EVENT, EXPIRY, flipped(mac, bit))).isFalse();
    }
    for (int length = 0; length < mac.length; length++) {
      assertThat(macs.isValid(EVENT, EXPIRY, Arrays.copyOf(mac, length))).isFalse();
    }
    byte[] anothers = EventMacs.under(Secrets.random(32)).compute(EVENT, EXPIRY);
    assertThat(macs.isValid(EVENT, EXPIRY, anothers)).isFalse();
  }

  @Test
  void instancesUnderstandEachOtherWhileTheServiceKeyIsExchanged() {
    EventMacs before = with(OLD);
    EventMacs prepared = with(OLD + "," + NEW);
    EventMacs exchanged = with(NEW + "," + OLD);
    EventMacs after = with(NEW);
    assertThat(prepared.isValid(EVENT, EXPIRY, before.compute(EVENT, EXPIRY))).isTrue();
    assertThat(before.isValid(EVENT, EXPIRY, prepared.compute(EVENT, EXPIRY))).isTrue();
    assertThat(prepared.isValid(EVENT, EXPIRY, exchanged.compute(EVENT, EXPIRY))).isTrue();
    assertThat(exchanged.isValid(EVENT, EXPIRY, prepared.compute(EVENT, EXPIRY))).isTrue();
    assertThat(after.isValid(EVENT, EXPIRY, exchanged.compute(EVENT, EXPIRY))).isTrue();
    assertThat(after.isValid(EVENT, EXPIRY, before.compute(EVENT, EXPIRY))).isFalse();
  }

  private static EventMacs with(String keys) {
    return new EventMacs(new ServiceKeys(keys, Path.of("none"), System::nanoTime));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }
}
