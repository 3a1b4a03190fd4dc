package io.sealcast.vault;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Seals keys that are stored in Kafka or in the row of a session, with AES-256-GCM under a key
 * derived from a service key and an id. Id, video and expiry time are associated data. Since a
 * sealed key doesn't name its service key, all service keys are tried. Thread-safe.
 */
@ApplicationScoped
public class SealedKeys {
  private static final String SESSION = "sealcast session v1";
  private static final String JOB = "sealcast job v2";

  /** Purpose of the keys in job records of earlier versions. */
  private static final String RECORDED_JOB = "sealcast job v1";

  private static final byte[] NO_SALT = {};

  private final ServiceKeys serviceKeys;
  private final Clock clock;
  private final LongAdder openedByFormer = new LongAdder();

  @Inject
  SealedKeys(ServiceKeys serviceKeys) {
    this(serviceKeys, Clock.systemUTC());
  }

  SealedKeys(ServiceKeys serviceKeys, Clock clock) {
    this.serviceKeys = serviceKeys;
    this.clock = clock;
  }

  /**
   * Creates an instance without a CDI container.
   *
   * @param serviceKey 32 bytes
   */
  public static SealedKeys under(byte[] serviceKey, Clock clock) {
    return new SealedKeys(new ServiceKeys(new ServiceKey(serviceKey.clone())), clock);
  }

  void show(@Observes Meters meters) {
    meters.counter(
        "sealcast_former_service_key_total",
        "Sealed keys that another service key than the first has opened.",
        openedByFormer::sum);
  }

  /** Returns a new key of 256 bits from the system's secure random source. */
  public ResponseKey newResponseKey() {
    return new ResponseKey(Secrets.random(ResponseKey.LENGTH));
  }

  /**
   * Seals the keys of a session.
   *
   * @param id the request id for the session's row, or its hash for the processors
   * @param expiresAt expiry time, of which only whole seconds count
   */
  public byte[] sealSession(String id, long fileId, Instant expiresAt, SessionKeys keys) {
    return seal(SESSION, id, fileId, expiresAt, NO_SALT, keys.bytes());
  }

  /**
   * Opens the result of {@link #sealSession}.
   *
   * @throws DomainException SESSION_ENDED when it has expired, or was sealed with another service
   *     key, id, video or expiry time
   */
  public SessionKeys openSession(String id, long fileId, Instant expiresAt, byte[] sealed) {
    return open(SESSION, id, fileId, expiresAt, NO_SALT, sealed)
        .flatMap(SessionKeys::of)
        .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
  }

  /**
   * Seals a data key for a processing job.
   *
   * @param expiresAt expiry time, of which only whole seconds count
   * @param secret the secret of the job, without which the service key opens nothing
   */
  byte[] sealJob(JobRef job, Instant expiresAt, byte[] secret, DataKey key) {
    return seal(JOB, job.jobId(), job.fileId(), expiresAt, secret, key.bits().clone());
  }

  /**
   * Opens the result of {@link #sealJob}.
   *
   * @throws DomainException PROCESSING_LOST when it has expired, or was sealed with another service
   *     key, secret, id, video or expiry time
   */
  DataKey openJob(JobRef job, Instant expiresAt, byte[] secret, byte[] sealed) {
    return job(open(JOB, job.jobId(), job.fileId(), expiresAt, secret, sealed));
  }

  /**
   * Seals a data key as earlier versions did for the records of jobs. Only tests need it.
   *
   * @param expiresAt expiry time, of which only whole seconds count
   */
  public byte[] sealRecordedJob(JobRef job, Instant expiresAt, DataKey key) {
    byte[] plain = key.bits().clone();
    return seal(RECORDED_JOB, job.jobId(), job.fileId(), expiresAt, NO_SALT, plain);
  }

  /**
   * Opens the data key in the record of a job that an earlier version has sent.
   *
   * @throws DomainException PROCESSING_LOST when it has expired, or was sealed with another service
   *     key, id, video or expiry time
   */
  public DataKey openRecordedJob(JobRef job, Instant expiresAt, byte[] sealed) {
    return job(open(RECORDED_JOB, job.jobId(), job.fileId(), expiresAt, NO_SALT, sealed));
  }

  private static DataKey job(Optional<byte[]> opened) {
    return opened
        .filter(p -> p.length == DataKey.LENGTH)
        .map(DataKey::new)
        .orElseThrow(() -> new DomainException(ErrorCode.PROCESSING_LOST));
  }

  /** Seals {@code plain} and wipes it. */
  private byte[] seal(
      String purpose, String id, long fileId, Instant expiresAt, byte[] salt, byte[] plain) {
    byte[] key = serviceKeys.first().derive(salt, AssociatedData.to(purpose).and(id).bytes());
    try {
      byte[] associated = associated(purpose, id, fileId, expiresAt);
      return GcmSeal.seal(key, associated, plain, 0, plain.length);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Optional<byte[]> open(
      String purpose, String id, long fileId, Instant expiresAt, byte[] salt, byte[] sealed) {
    if (!clock.instant().isBefore(expiresAt)) {
      return Optional.empty();
    }
    byte[] info = AssociatedData.to(purpose).and(id).bytes();
    byte[] associated = associated(purpose, id, fileId, expiresAt);
    List<ServiceKey> keys = serviceKeys.all();
    for (ServiceKey serviceKey : keys) {
      Optional<byte[]> plain = open(serviceKey.derive(salt, info), associated, sealed);
      if (plain.isPresent()) {
        if (serviceKey != keys.get(0)) {
          openedByFormer.increment();
        }
        return plain;
      }
    }
    return Optional.empty();
  }

  /** Opens a sealed key and wipes {@code key}. */
  private static Optional<byte[]> open(byte[] key, byte[] associated, byte[] sealed) {
    try {
      return GcmSeal.open(key, associated, sealed);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] associated(String purpose, String id, long fileId, Instant expiresAt) {
    return AssociatedData.to(purpose).and(id).and(fileId).and(expiresAt.getEpochSecond()).bytes();
  }
}
