package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.role.Roles;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.KeyAnnouncement;
import io.sealcast.vault.KeyAnnouncements;
import io.sealcast.vault.KeyEnvelope;
import io.sealcast.vault.NotSealedForThisInstance;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Tests for whom the keys of sessions are sealed while processors and database come and go. */
class LivingProcessorsTest {
  private static final byte[] SERVICE_KEY = new byte[32];

  private final ManualClock time = new ManualClock();
  private final Clock clock = time.withZone(ZoneOffset.UTC);
  private final MemoryAnnouncements database = new MemoryAnnouncements();
  private final InstanceKeys web = InstanceKeys.under(SERVICE_KEY, clock);
  private final InstanceKeys first = InstanceKeys.under(SERVICE_KEY, clock);
  private final InstanceKeys second = InstanceKeys.under(SERVICE_KEY, clock);
  private final LivingProcessors processors = in("web");

  private LivingProcessors in(String roles) {
    return new LivingProcessors(of(web, SERVICE_KEY), web, new Roles(roles), time);
  }

  private KeyAnnouncements of(InstanceKeys keys, byte[] serviceKey) {
    return KeyAnnouncements.under(serviceKey, database, keys, clock);
  }

  private void announce(String id, InstanceKeys keys) {
    of(keys, SERVICE_KEY).announce(id);
  }

  @Test
  void everyProcessorThatRunsOpensTheEnvelope() {
    announce("p1", first);
    announce("p2", second);
    processors.read();
    assertThat(processors.knownProcessors()).isEqualTo(2);
    assertThat(opens(first)).isTrue();
    assertThat(opens(second)).isTrue();
    assertThat(opens(web)).as("which isn't a processor").isFalse();
  }

  @Test
  void anEnvelopeIsMadeForAllSessionsUntilTheProcessorsChange() {
    announce("p1", first);
    processors.read();
    KeyEnvelope envelope = processors.envelope();
    processors.read();
    assertThat(processors.envelope()).isSameAs(envelope);
    announce("p2", second);
    processors.read();
    assertThat(processors.envelope()).isNotSameAs(envelope);
    assertThat(opens(second)).isTrue();
  }

  @Test
  void aProcessorThatNoLongerAnnouncesItsKeyIsForgotten() {
    announce("p1", first);
    announce("p2", second);
    for (int seconds = 0; seconds < 60; seconds += 5) {
      processors.read();
      time.advance(Duration.ofSeconds(5));
      announce("p2", second);
    }
    processors.read();
    assertThat(opens(first)).isFalse();
    assertThat(opens(second)).isTrue();
  }

  @Test
  void withoutAProcessorThereIsNoEnvelope() {
    processors.read();
    assertThatThrownBy(processors::envelope)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_TIMEOUT));
  }

  @Test
  void whileTheDatabaseIsAwayAllStayKnownAndForAWhileAfterwards() {
    announce("p1", first);
    processors.read();
    KeyEnvelope envelope = processors.envelope();
    database.isAway = true;
    for (int minutes = 0; minutes < 9; minutes++) {
      time.advance(Duration.ofMinutes(1));
      processors.read();
    }
    assertThat(processors.envelope()).isSameAs(envelope);
    database.isAway = false;
    time.advance(Duration.ofSeconds(6));
    processors.read();
    assertThat(processors.envelope()).as("its announcement has expired").isSameAs(envelope);
    announce("p1", first);
    time.advance(Duration.ofSeconds(16));
    processors.read();
    assertThat(opens(first)).isTrue();
  }

  @Test
  void anInstanceWithBothRolesNeedsNoDatabaseForItself() {
    database.isAway = true;
    LivingProcessors both = in("web,processor");
    both.read();
    assertThat(both.knownProcessors()).isEqualTo(1);
  }

  /** Whoever can write to the database must not get the keys of sessions. */
  @Test
  void whatAnotherThanThisDeploymentAnnouncesIsIgnored() {
    byte[] otherServiceKey = new byte[32];
    otherServiceKey[0] = 1;
    of(second, otherServiceKey).announce("stranger");
    announce("p1", first);
    KeyAnnouncement genuine = database.byInstance.get("p1");
    database.put(
        new KeyAnnouncement(
            "thief", second.publicKey().bytes(), genuine.expiresAt(), genuine.mac()));
    database.put(
        new KeyAnnouncement(
            "p1 for longer",
            genuine.publicKey(),
            genuine.expiresAt().plusSeconds(99),
            genuine.mac()));
    database.put(new KeyAnnouncement("short", new byte[3], genuine.expiresAt(), new byte[0]));
    processors.read();
    assertThat(processors.knownProcessors()).isEqualTo(1);
    assertThat(opens(first)).isTrue();
    assertThat(opens(second)).isFalse();
  }

  /** Whether a process gets the envelope's key. What it then opens is something else. */
  private boolean opens(InstanceKeys process) {
    byte[] envelope = processors.envelope().bytes();
    try {
      process.openSession("s", 7, time.instant().plusSeconds(9), envelope, new byte[92]);
    } catch (NotSealedForThisInstance e) {
      return false;
    } catch (DomainException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SESSION_ENDED);
    }
    return true;
  }
}
