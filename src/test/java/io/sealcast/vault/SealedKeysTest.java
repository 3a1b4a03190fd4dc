package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SealedKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.5Z");
  private static final Instant EXPIRY = NOW.plusSeconds(60);
  private static final JobRef JOB = new JobRef(7, "j-1");
  private static final byte[] SECRET = Secrets.random(32);
  private static final byte[] SERVICE_KEY = Secrets.random(32);
  private static final String OLD = Base64.getEncoder().encodeToString(Secrets.random(32));
  private static final String NEW = Base64.getEncoder().encodeToString(Secrets.random(32));

  private final SealedKeys sealedKeys = at(NOW);
  private final DataKey dataKey = new DataKey(Secrets.random(32));
  private final ResponseKey responseKey = sealedKeys.newResponseKey();

  private static SealedKeys at(Instant time) {
    return SealedKeys.under(SERVICE_KEY, Clock.fixed(time, ZoneOffset.UTC));
  }

  private byte[] session() {
    return sealedKeys.sealSession("r-1", 7, EXPIRY, new SessionKeys(dataKey, responseKey));
  }

  @Test
  void opensASession() {
    SessionKeys keys = sealedKeys.openSession("r-1", 7, EXPIRY, session());
    assertThat(keys.dataKey().bits()).isEqualTo(dataKey.bits());
    assertThat(keys.responseKey().bits()).isEqualTo(responseKey.bits());
  }

  @Test
  void opensASessionWhoseExpiryLostItsFractionInTheDatabase() {
    Instant whole = Instant.ofEpochSecond(EXPIRY.getEpochSecond());
    assertThat(sealedKeys.openSession("r-1", 7, whole, session())).isNotNull();
  }

  @Test
  void refusesASealedSessionInAnothersName() {
    byte[] sealed = session();
    ended(() -> sealedKeys.openSession("r-2", 7, EXPIRY, sealed));
    ended(() -> sealedKeys.openSession("r-1", 8, EXPIRY, sealed));
    ended(() -> sealedKeys.openSession("r-1", 7, EXPIRY.plusSeconds(1), sealed));
  }

  @Test
  void refusesAnExpiredSession() {
    byte[] sealed = session();
    ended(() -> at(EXPIRY).openSession("r-1", 7, EXPIRY, sealed));
    assertThat(at(EXPIRY.minusMillis(1)).openSession("r-1", 7, EXPIRY, sealed)).isNotNull();
  }

  @Test
  void refusesEveryFlippedBitAndEveryCut() {
    byte[] sealed = session();
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      ended(() -> sealedKeys.openSession("r-1", 7, EXPIRY, flipped));
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(sealed, length);
      ended(() -> sealedKeys.openSession("r-1", 7, EXPIRY, cut));
    }
  }

  @Test
  void refusesAnotherServiceKey() {
    SealedKeys other = SealedKeys.under(Secrets.random(32), Clock.fixed(NOW, ZoneOffset.UTC));
    byte[] sealed = session();
    ended(() -> other.openSession("r-1", 7, EXPIRY, sealed));
  }

  @Test
  void opensWhatAFormerServiceKeySealedUntilThatIsDropped() {
    SealedKeys before = under(OLD);
    byte[] sealed = seal(before);
    byte[] job = before.sealJob(JOB, EXPIRY, SECRET, dataKey);
    SealedKeys exchanging = under(NEW + "," + OLD);
    assertThat(exchanging.openSession("r-1", 7, EXPIRY, sealed).dataKey().bits())
        .isEqualTo(dataKey.bits());
    assertThat(exchanging.openJob(JOB, EXPIRY, SECRET, job).bits()).isEqualTo(dataKey.bits());
    SealedKeys after = under(NEW);
    ended(() -> after.openSession("r-1", 7, EXPIRY, sealed));
    lost(() -> after.openJob(JOB, EXPIRY, SECRET, job));
  }

  @Test
  void sealsUnderTheFirstServiceKeyOnly() {
    byte[] sealed = seal(under(NEW + "," + OLD));
    assertThat(under(NEW).openSession("r-1", 7, EXPIRY, sealed)).isNotNull();
    assertThat(under(OLD + "," + NEW).openSession("r-1", 7, EXPIRY, sealed)).isNotNull();
    ended(() -> under(OLD).openSession("r-1", 7, EXPIRY, sealed));
  }

  private byte[] seal(SealedKeys by) {
    return by.sealSession("r-1", 7, EXPIRY, new SessionKeys(dataKey, responseKey));
  }

  private static SealedKeys under(String serviceKeys) {
    return new SealedKeys(
        new ServiceKeys(serviceKeys, Path.of("unused"), System::nanoTime),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void opensAJobAndNothingElseAsAJob() {
    byte[] job = sealedKeys.sealJob(JOB, EXPIRY, SECRET, dataKey);
    assertThat(sealedKeys.openJob(JOB, EXPIRY, SECRET, job).bits()).isEqualTo(dataKey.bits());
    lost(() -> sealedKeys.openJob(new JobRef(7, "j-2"), EXPIRY, SECRET, job));
    lost(() -> sealedKeys.openJob(new JobRef(8, "j-1"), EXPIRY, SECRET, job));
    lost(() -> at(EXPIRY).openJob(JOB, EXPIRY, SECRET, job));
    byte[] session = session();
    lost(() -> sealedKeys.openJob(new JobRef(7, "r-1"), EXPIRY, SECRET, session));
    ended(() -> sealedKeys.openSession("j-1", 7, EXPIRY, job));
  }

  @Test
  void opensNoJobWithoutItsSecret() {
    byte[] job = sealedKeys.sealJob(JOB, EXPIRY, SECRET, dataKey);
    lost(() -> sealedKeys.openJob(JOB, EXPIRY, Secrets.random(32), job));
    lost(() -> sealedKeys.openJob(JOB, EXPIRY, new byte[32], job));
    lost(() -> sealedKeys.openRecordedJob(JOB, EXPIRY, job));
  }

  @Test
  void opensTheRecordedJobOfAnEarlierVersion() {
    byte[] job = sealedKeys.sealRecordedJob(JOB, EXPIRY, dataKey);
    assertThat(sealedKeys.openRecordedJob(JOB, EXPIRY, job).bits()).isEqualTo(dataKey.bits());
    lost(() -> sealedKeys.openRecordedJob(new JobRef(8, "j-1"), EXPIRY, job));
    lost(() -> at(EXPIRY).openRecordedJob(JOB, EXPIRY, job));
  }

  @Test
  void leavesTheCallersKeysAlone() {
    byte[] before = dataKey.bits().clone();
    session();
    sealedKeys.sealJob(JOB, EXPIRY, SECRET, dataKey);
    assertThat(dataKey.bits()).isEqualTo(before);
  }

  @Test
  void neverSealsTwiceAlike() {
    assertThat(session()).isNotEqualTo(session());
  }

  private static void ended(ThrowingCallable call) {
    refused(call, ErrorCode.SESSION_ENDED);
  }

  private static void lost(ThrowingCallable call) {
    refused(call, ErrorCode.PROCESSING_LOST);
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
