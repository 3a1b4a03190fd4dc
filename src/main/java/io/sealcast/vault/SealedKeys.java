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
 * Seals keys for their way through Kafka and for a session's row: AES-256-GCM under a key derived
 * from a service key and an id, with id, video and expiry as associated data. Each service key is
 * tried in turn: a sealed key doesn't say whose it is.
 */
@ApplicationScoped
public class SealedKeys {
  private static final String SESSION = "sealcast session v1";
  private static final String JOB = "sealcast job v1";

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
   * For plain Java, without a container.
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

  /** 256 bits from the system's secure random source. */
  public ResponseKey newResponseKey() {
    return new ResponseKey(Secrets.random(ResponseKey.LENGTH));
  }

  /** Seals a session's keys; {@code expiresAt} counts in whole seconds. */
  public byte[] sealSession(String requestId, long fileId, Instant expiresAt, SessionKeys keys) {
    byte[] plain = Arrays.copyOf(keys.dataKey().bits(), DataKey.LENGTH + ResponseKey.LENGTH);
    System.arraycopy(keys.responseKey().bits(), 0, plain, DataKey.LENGTH, ResponseKey.LENGTH);
    return seal(SESSION, requestId, fileId, expiresAt, plain);
  }

  /**
   * Opens what {@link #sealSession} made.
   *
   * @throws DomainException SESSION_ENDED for whatever can't be unsealed, has expired or names
   *     another id or video
   */
  public SessionKeys openSession(String requestId, long fileId, Instant expiresAt, byte[] sealed) {
    byte[] plain =
        open(SESSION, requestId, fileId, expiresAt, sealed)
            .filter(p -> p.length == DataKey.LENGTH + ResponseKey.LENGTH)
            .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
    DataKey dataKey = new DataKey(Arrays.copyOf(plain, DataKey.LENGTH));
    ResponseKey responseKey =
        new ResponseKey(Arrays.copyOfRange(plain, DataKey.LENGTH, plain.length));
    Arrays.fill(plain, (byte) 0);
    return new SessionKeys(dataKey, responseKey);
  }

  /** Seals a data key for a processing job. */
  public byte[] sealJob(String jobId, long fileId, Instant expiresAt, DataKey key) {
    return seal(JOB, jobId, fileId, expiresAt, key.bits().clone());
  }

  /**
   * Opens what {@link #sealJob} made.
   *
   * @throws DomainException PROCESSING_LOST as for sessions
   */
  public DataKey openJob(String jobId, long fileId, Instant expiresAt, byte[] sealed) {
    return open(JOB, jobId, fileId, expiresAt, sealed)
        .filter(p -> p.length == DataKey.LENGTH)
        .map(DataKey::new)
        .orElseThrow(() -> new DomainException(ErrorCode.PROCESSING_LOST));
  }

  /** Wipes {@code plain}. */
  private byte[] seal(String purpose, String id, long fileId, Instant expiresAt, byte[] plain) {
    byte[] key = serviceKeys.first().derive(AssociatedData.to(purpose).and(id).bytes());
    try {
      byte[] associated = associated(purpose, id, fileId, expiresAt);
      return GcmSeal.seal(key, associated, plain, 0, plain.length);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private Optional<byte[]> open(
      String purpose, String id, long fileId, Instant expiresAt, byte[] sealed) {
    if (!clock.instant().isBefore(expiresAt)) {
      return Optional.empty();
    }
    byte[] info = AssociatedData.to(purpose).and(id).bytes();
    byte[] associated = associated(purpose, id, fileId, expiresAt);
    List<ServiceKey> keys = serviceKeys.all();
    for (ServiceKey serviceKey : keys) {
      Optional<byte[]> plain = open(serviceKey.derive(info), associated, sealed);
      if (plain.isPresent()) {
        if (serviceKey != keys.get(0)) {
          openedByFormer.increment();
        }
        return plain;
      }
    }
    return Optional.empty();
  }

  /** Wipes {@code key}. */
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
