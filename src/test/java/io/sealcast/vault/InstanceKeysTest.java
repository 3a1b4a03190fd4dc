package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that only the processes for which keys were sealed open them. */
class InstanceKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant EXPIRY = NOW.plusSeconds(600);
  private static final byte[] SERVICE_KEY = new byte[32];

  private final SessionKeys keys =
      new SessionKeys(
          new DataKey(Secrets.random(DataKey.LENGTH)),
          new ResponseKey(Secrets.random(ResponseKey.LENGTH)));
  private final InstanceKeys web = at(NOW);
  private final InstanceKeys first = at(NOW);
  private final InstanceKeys second = at(NOW);
  private final KeyEnvelope envelope = web.sealFor(List.of(first.publicKey(), second.publicKey()));
  private final byte[] sealed = envelope.seal("s-1", 7, EXPIRY, keys);

  private static InstanceKeys at(Instant now) {
    return InstanceKeys.under(SERVICE_KEY, Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void everyRecipientOpensTheKeysAgainAndAgain() {
    for (InstanceKeys processor : List.of(first, second, first)) {
      SessionKeys opened = processor.openSession("s-1", 7, EXPIRY, envelope.bytes(), sealed);
      assertThat(opened.dataKey().bits()).isEqualTo(keys.dataKey().bits());
      assertThat(opened.responseKey().bits()).isEqualTo(keys.responseKey().bits());
      opened.close();
    }
  }

  @Test
  void nobodyElseDoesNotEvenTheSender() {
    notForIt(() -> web.openSession("s-1", 7, EXPIRY, envelope.bytes(), sealed));
    notForIt(() -> at(NOW).openSession("s-1", 7, EXPIRY, envelope.bytes(), sealed));
    assertThatThrownBy(
            () ->
                SealedKeys.under(SERVICE_KEY, Clock.fixed(NOW, ZoneOffset.UTC))
                    .openSession("s-1", 7, EXPIRY, sealed))
        .as("the service key alone")
        .isInstanceOf(DomainException.class);
  }

  @Test
  void bindsTheKeysToSessionVideoAndExpiry() {
    ended(() -> first.openSession("s-2", 7, EXPIRY, envelope.bytes(), sealed));
    ended(() -> first.openSession("s-1", 8, EXPIRY, envelope.bytes(), sealed));
    ended(() -> first.openSession("s-1", 7, EXPIRY.plusSeconds(1), envelope.bytes(), sealed));
    ended(() -> first.openSession("s-1", 7, EXPIRY, envelope.bytes(), new byte[3]));
  }

  @Test
  void refusesWhatHasExpired() {
    InstanceKeys late = at(EXPIRY);
    KeyEnvelope forLate = web.sealFor(Set.of(late.publicKey()));
    byte[] expired = forLate.seal("s-1", 7, EXPIRY, keys);
    ended(() -> late.openSession("s-1", 7, EXPIRY, forLate.bytes(), expired));
  }

  @Test
  void refusesAnEnvelopeThatWasChanged() {
    byte[] genuine = envelope.bytes();
    int seen = 0;
    for (int i = 0; i < genuine.length; i++) {
      byte[] changed = genuine.clone();
      changed[i] ^= 1;
      // each recipient looks at its own part only
      seen += opens(first, changed) ? 0 : 1;
      seen += opens(second, changed) ? 0 : 1;
    }
    int shared = 1 + PublicInstanceKey.LENGTH;
    assertThat(seen).isEqualTo(2 * shared + (genuine.length - shared));
    for (int length = 0; length < genuine.length; length++) {
      assertThat(opens(second, java.util.Arrays.copyOf(genuine, length))).isFalse();
    }
  }

  @Test
  void anyBytesInPlaceOfAnEnvelopeAreRefusedInOneWay() {
    java.util.Random random = new java.util.Random(1);
    byte[] ephemeral = new byte[PublicInstanceKey.LENGTH];
    for (int i = 0; i < 300; i++) {
      byte[] changed = envelope.bytes();
      random.nextBytes(ephemeral);
      java.util.Arrays.fill(ephemeral, 1, 31, i % 3 == 0 ? (byte) 0xff : ephemeral[1]);
      System.arraycopy(ephemeral, 0, changed, 1, ephemeral.length);
      assertThat(opens(first, changed)).isFalse();
    }
  }

  private boolean opens(InstanceKeys processor, byte[] bytes) {
    try {
      processor.openSession("s-1", 7, EXPIRY, bytes, sealed).close();
      return true;
    } catch (NotSealedForThisInstance e) {
      return false;
    }
  }

  /** Public keys aren't secret, so an envelope also needs the service key. */
  @Test
  void refusesAnEnvelopeOfAnotherDeployment() {
    byte[] other = Secrets.random(32);
    InstanceKeys stranger = InstanceKeys.under(other, Clock.fixed(NOW, ZoneOffset.UTC));
    KeyEnvelope forged = stranger.sealFor(Set.of(first.publicKey()));
    byte[] own = forged.seal("s-1", 7, EXPIRY, keys);
    notForIt(() -> first.openSession("s-1", 7, EXPIRY, forged.bytes(), own));
  }

  @Test
  void leavesOutKeysThatNoProcessGenerates() {
    PublicInstanceKey small = PublicInstanceKey.of(new byte[32]);
    KeyEnvelope mixed = web.sealFor(List.of(small, first.publicKey()));
    byte[] own = mixed.seal("s-1", 7, EXPIRY, keys);
    first.openSession("s-1", 7, EXPIRY, mixed.bytes(), own).close();
    assertThat(mixed.bytes()).hasSizeLessThan(envelope.bytes().length);
  }

  @Test
  void anEnvelopeHasOneRecipientAndAHundredAtMost() {
    Set<PublicInstanceKey> many = new HashSet<>();
    while (many.size() <= InstanceKeys.MAX_RECIPIENTS) {
      many.add(PublicInstanceKey.of(Secrets.random(32)));
    }
    assertThatThrownBy(() -> web.sealFor(many)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> web.sealFor(Collections.emptySet()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void notForIt(ThrowingCallable opening) {
    assertThatThrownBy(opening).isInstanceOf(NotSealedForThisInstance.class);
  }

  private static void ended(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_ENDED));
  }
}
