package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals keys for their way through Kafka and for a session's row: AES-256-GCM under a key derived
 * from the service key and an id, with id, video and expiry as associated data.
 */
@ApplicationScoped
public class SealedKeys {
  private static final String SESSION = "sealcast session v1";
  private static final String JOB = "sealcast job v1";

  private final ServiceKey serviceKey;
  private final Clock clock;

  /** For the container's proxies only. */
  protected SealedKeys() {
    this((ServiceKey) null, null);
  }

  @Inject
  SealedKeys(ServiceKey serviceKey) {
    this(serviceKey, Clock.systemUTC());
  }

  SealedKeys(ServiceKey serviceKey, Clock clock) {
    this.serviceKey = serviceKey;
    this.clock = clock;
  }

  /**
   * For plain Java, without a container.
   *
   * @param serviceKey 32 bytes
   */
  public static SealedKeys under(byte[] serviceKey, Clock clock) {
    return new SealedKeys(new ServiceKey(serviceKey.clone()), clock);
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
    byte[] key = serviceKey.derive(Associated.to(purpose).and(id).bytes());
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
    byte[] key = serviceKey.derive(Associated.to(purpose).and(id).bytes());
    try {
      return GcmSeal.open(key, associated(purpose, id, fileId, expiresAt), sealed);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] associated(String purpose, String id, long fileId, Instant expiresAt) {
    return Associated.to(purpose).and(id).and(fileId).and(expiresAt.getEpochSecond()).bytes();
  }
}
