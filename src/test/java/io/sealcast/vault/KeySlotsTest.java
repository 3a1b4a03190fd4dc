package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.limit.Bulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySlotsTest {
  private final KeySlots quick = new KeySlots(1_000, Duration.ofSeconds(5));
  private final DataKey key = new DataKey(Secrets.random(32));

  @Test
  void opensWithTheSecretOnly() {
    KeySlot slot = quick.wrap(key, "correct horse".toCharArray());
    assertThat(quick.unwrap(slot, "correct horse".toCharArray()).bits()).isEqualTo(key.bits());
    refused(
        () -> quick.unwrap(slot, "correct horsf".toCharArray()), ErrorCode.INVALID_ENCRYPTION_KEY);
    refused(() -> quick.unwrap(slot, new char[0]), ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  @Test
  void wrapsWith600_000RoundsAndAFreshSalt() {
    KeySlots real = new KeySlots();
    KeySlot one = real.wrap(key, "correct horse".toCharArray());
    KeySlot two = real.wrap(key, "correct horse".toCharArray());
    assertThat(one.iterations()).isEqualTo(600_000);
    assertThat(one.salt()).hasSize(16).isNotEqualTo(two.salt());
    assertThat(one.wrapped()).hasSize(40).isNotEqualTo(two.wrapped());
    assertThat(real.unwrap(one, "correct horse".toCharArray()).bits()).isEqualTo(key.bits());
  }

  @Test
  void takesTheSameLettersFromAnotherKeyboard() {
    KeySlot composed = quick.wrap(key, "Schl\u00fcssel".toCharArray());
    assertThat(quick.unwrap(composed, "Schlu\u0308ssel".toCharArray()).bits())
        .isEqualTo(key.bits());
  }

  @Test
  void takesASpaceFromAnotherKeyboard() {
    KeySlot slot = quick.wrap(key, "correct\u00a0horse".toCharArray());
    assertThat(quick.unwrap(slot, "correct horse".toCharArray()).bits()).isEqualTo(key.bits());
  }

  /**
   * Slots from before the profile. Made by hand: Python's {@code hashlib.pbkdf2_hmac('sha256',
   * text.encode(), bytes(range(16)), 1000, 32)}, then {@code
   * cryptography.hazmat.primitives.keywrap.aes_key_wrap} of 32 bytes 0x42.
   */
  @ParameterizedTest
  @CsvSource({
    "'correct\u00a0horse', 24ac5644e56a9df50412b405b9bb120239e861ba8ccdcea10eddb9066bc4f04c24911fb1c9577b25",
    "'tab\tulator', added6b8997311a8c2a159217b1a61212f82b73386447933715d706516dbc68da54740bd90461e61",
    "'Schlu\u0308ssel', 4f5af08b0f9e5354189541856f92cd8605272d0b5acf4c8d287a88dd5bd828109426f4bf7ca6d039"
  })
  void opensSlotsThatWereMadeOfOtherForms(String typed, String wrapped) {
    KeySlot slot =
        new KeySlot(
            "passphrase",
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"),
            1_000,
            HexFormat.of().parseHex(wrapped));
    assertThat(quick.unwrap(slot, typed.toCharArray()).bits()).hasSize(32).containsOnly(0x42);
    refused(
        () -> quick.unwrap(slot, (typed + "x").toCharArray()), ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  @Test
  void halfACharacterOpensNothing() {
    KeySlot slot = quick.wrap(key, "half ? of it".toCharArray());
    for (String half : new String[] {"half \ud83d of it", "half \udd11 of it"}) {
      refused(() -> quick.unwrap(slot, half.toCharArray()), ErrorCode.INVALID_ENCRYPTION_KEY);
      refused(() -> quick.wrap(key, half.toCharArray()), ErrorCode.VALIDATION_FAILED);
    }
  }

  /**
   * Made by hand: Python's {@code hashlib.pbkdf2_hmac('sha256', 'grüße'.encode(), bytes(range(16)),
   * 1000, 32)}, then {@code cryptography.hazmat.primitives.keywrap.aes_key_wrap} of 32 bytes 0x42.
   */
  @Test
  void opensASlotThatWasMadeElsewhere() {
    HexFormat hex = HexFormat.of();
    KeySlot slot =
        new KeySlot(
            "passphrase",
            hex.parseHex("000102030405060708090a0b0c0d0e0f"),
            1_000,
            hex.parseHex(
                "a247fb8a8f52c98fa6670e306751a68cf4ced3fda4d86d32dbffc14d8443c67c892e2100f6006e4a"));
    assertThat(quick.unwrap(slot, "grüße".toCharArray()).bits()).hasSize(32).containsOnly(0x42);
  }

  @Test
  void clearsNothingOfTheCallers() {
    char[] secret = "correct horse".toCharArray();
    quick.wrap(key, secret);
    assertThat(new String(secret)).isEqualTo("correct horse");
  }

  @Test
  void isNotHeldUpByASlotThatSomebodyChanged() {
    KeySlot slot = quick.wrap(key, "correct horse".toCharArray());
    KeySlot endless = new KeySlot("passphrase", slot.salt(), Integer.MAX_VALUE, slot.wrapped());
    KeySlot none = new KeySlot("passphrase", slot.salt(), 0, slot.wrapped());
    KeySlot cut = new KeySlot("passphrase", slot.salt(), 1_000, new byte[39]);
    KeySlot bare = new KeySlot("passphrase", new byte[0], 1_000, slot.wrapped());
    for (KeySlot bad : new KeySlot[] {endless, none, cut, bare}) {
      refused(() -> quick.unwrap(bad, "correct horse".toCharArray()), ErrorCode.INTEGRITY_FAILED);
    }
  }

  @Test
  void aDamagedSlotDoesNotHideTheNext() {
    KeySlot good = quick.wrap(key, "correct horse".toCharArray());
    KeySlot damaged = new KeySlot(1, "passphrase", good.salt(), 0, good.wrapped());
    KeySlot next = new KeySlot(2, "passphrase", good.salt(), good.iterations(), good.wrapped());
    assertThat(open("correct horse", damaged, next)).isEqualTo(key.bits());
    refused(() -> open("correct horsf", damaged, next), ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  @Test
  void saysThatTheKeyIsDamagedWhereNoSlotIsLeftToTry() {
    KeySlot good = quick.wrap(key, "correct horse".toCharArray());
    KeySlot damaged = new KeySlot(1, "passphrase", good.salt(), 0, good.wrapped());
    KeySlot other = new KeySlot(2, "vault", new byte[0], 0, good.wrapped());
    refused(() -> open("correct horse", damaged, other), ErrorCode.INTEGRITY_FAILED);
    refused(() -> open("correct horse", other), ErrorCode.INVALID_ENCRYPTION_KEY);
    refused(() -> open("correct horse"), ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  /** The passphrase would open all of these slots, but it isn't tried on slots of other kinds. */
  @Test
  void derivesAKeyForSlotsOfPassphrasesOnly() {
    KeySlot good = quick.wrap(key, "correct horse".toCharArray());
    KeyDerivation derivation = KeyDerivation.within(new Bulkhead(1, 1, Duration.ofSeconds(5)));
    KeySlots counted = new KeySlots(1_000, derivation);
    for (String kind : new String[] {"vault", "share", "", "Passphrase"}) {
      KeySlot other = new KeySlot(1, kind, good.salt(), good.iterations(), good.wrapped());
      refused(
          () -> counted.unwrap(other, "correct horse".toCharArray()),
          ErrorCode.INVALID_ENCRYPTION_KEY);
      refused(
          () -> counted.unwrapAny(List.of(other, other), "correct horse".toCharArray()),
          ErrorCode.INVALID_ENCRYPTION_KEY);
    }
    assertThat(Arrays.stream(derivation.durations().counts()).sum()).isZero();
    KeySlot vault = new KeySlot(1, "vault", good.salt(), good.iterations(), good.wrapped());
    counted.unwrapAny(List.of(vault, good), "correct horse".toCharArray()).close();
    assertThat(Arrays.stream(derivation.durations().counts()).sum()).isEqualTo(1);
  }

  private byte[] open(String secret, KeySlot... slots) {
    return quick.unwrapAny(List.of(slots), secret.toCharArray()).bits();
  }

  @Test
  void turnsAwayWhoWouldWaitTooLong() throws Exception {
    KeySlots hurried = new KeySlots(1_000, Duration.ZERO);
    KeySlot slow = new KeySlot("passphrase", new byte[16], 4_000_000, new byte[40]);
    CountDownLatch started = new CountDownLatch(2);
    ExecutorService others = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 2; i++) {
        others.execute(
            () -> {
              started.countDown();
              refused(
                  () -> hurried.unwrap(slow, "x".toCharArray()), ErrorCode.INVALID_ENCRYPTION_KEY);
            });
      }
      started.await(10, TimeUnit.SECONDS);
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  refused(
                      () -> hurried.wrap(key, "correct horse".toCharArray()),
                      ErrorCode.OVERLOADED));
    } finally {
      others.shutdown();
      assertThat(others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
