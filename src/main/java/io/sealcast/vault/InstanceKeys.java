package io.sealcast.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sealcast.container.Hkdf;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/**
 * The X25519 key pair of this process, and the envelopes that web instances seal for the key pairs
 * of processors. The private key is generated at start and exists only in memory: what was sealed
 * for it can't be opened after the process has ended, whoever has all files and the service key.
 * See docs/adr/0711-instance-keys.md. Thread-safe.
 *
 * <p>An envelope consists of the version, 1 byte; an ephemeral public key, 32 bytes; and for each
 * recipient 8 bytes of id and a random key of 32 bytes, sealed with AES-256-GCM. The sealing key is
 * derived with HKDF from the shared secret of X25519 and a service key, so that only instances of
 * this deployment make envelopes.
 */
@ApplicationScoped
public class InstanceKeys {
  /** Maximum number of recipients of an envelope, so that it fits into a record. */
  public static final int MAX_RECIPIENTS = 100;

  private static final String PURPOSE = "sealcast key envelope v1";
  private static final byte VERSION = 1;
  private static final int HEADER = 1 + PublicInstanceKey.LENGTH;
  private static final int SEALED = DataKey.LENGTH + GcmSeal.OVERHEAD;
  private static final int ENTRY = PublicInstanceKey.ID_LENGTH + SEALED;
  private static final int KEPT = 64;
  private static final Duration UNUSED = Duration.ofMinutes(10);

  private final ServiceKeys serviceKeys;
  private final Clock clock;
  private final PrivateKey privateKey;
  private final PublicInstanceKey publicKey;

  /**
   * Keys of envelopes by the bytes of the envelope. A web instance uses one envelope for all its
   * sessions, so a processor rarely needs the slower X25519.
   */
  private final Cache<ByteBuffer, byte[]> opened =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(UNUSED).build();

  @Inject
  InstanceKeys(ServiceKeys serviceKeys) {
    this(serviceKeys, Clock.systemUTC());
  }

  InstanceKeys(ServiceKeys serviceKeys, Clock clock) {
    this.serviceKeys = serviceKeys;
    this.clock = clock;
    KeyPair pair = newKeyPair();
    privateKey = pair.getPrivate();
    publicKey = PublicInstanceKey.of(pair.getPublic());
  }

  /**
   * Creates an instance without a CDI container.
   *
   * @param serviceKey 32 bytes
   */
  public static InstanceKeys under(byte[] serviceKey, Clock clock) {
    return new InstanceKeys(new ServiceKeys(new ServiceKey(serviceKey.clone())), clock);
  }

  /** Returns the public key of this process. */
  public PublicInstanceKey publicKey() {
    return publicKey;
  }

  /**
   * Creates an envelope that each of the recipients opens.
   *
   * @param recipients 1 to {@link #MAX_RECIPIENTS} keys
   */
  public KeyEnvelope sealFor(Collection<PublicInstanceKey> recipients) {
    if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
      throw new IllegalArgumentException(recipients.size() + " recipients");
    }
    KeyPair pair = newKeyPair();
    PublicInstanceKey ephemeral = PublicInstanceKey.of(pair.getPublic());
    byte[] key = Secrets.random(DataKey.LENGTH);
    ByteBuffer envelope = ByteBuffer.allocate(HEADER + recipients.size() * ENTRY);
    envelope.put(VERSION).put(ephemeral.bytes());
    for (PublicInstanceKey recipient : recipients) {
      byte[] shared = agree(pair.getPrivate(), recipient);
      if (shared == null) {
        continue; // not a key that a processor could have generated
      }
      byte[] sealingKey = sealingKey(serviceKeys.first(), shared, ephemeral, recipient);
      envelope.put(recipient.id());
      envelope.put(GcmSeal.seal(sealingKey, new byte[0], key, 0, key.length));
      Arrays.fill(sealingKey, (byte) 0);
      Arrays.fill(shared, (byte) 0);
    }
    return new KeyEnvelope(key, Arrays.copyOf(envelope.array(), envelope.position()));
  }

  /**
   * Opens the result of {@link KeyEnvelope#seal}.
   *
   * @param envelope {@link KeyEnvelope#bytes()}
   * @throws NotSealedForThisInstance when the envelope isn't for this process
   * @throws DomainException SESSION_ENDED when the keys have expired, or were sealed for another
   *     session, video or expiry time
   */
  public SessionKeys openSession(
      String sessionHash, long fileId, Instant expiresAt, byte[] envelope, byte[] sealed) {
    byte[] sessionKey = KeyEnvelope.derive(keyOf(envelope), sessionHash);
    try {
      byte[] associated = KeyEnvelope.associated(sessionHash, fileId, expiresAt);
      return GcmSeal.open(sessionKey, associated, sealed)
          .filter(plain -> clock.instant().isBefore(expiresAt))
          .flatMap(SessionKeys::of)
          .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
    } finally {
      Arrays.fill(sessionKey, (byte) 0);
    }
  }

  private byte[] keyOf(byte[] envelope) {
    ByteBuffer name = ByteBuffer.wrap(envelope);
    byte[] known = opened.getIfPresent(name);
    if (known != null) {
      return known;
    }
    byte[] key = open(envelope).orElseThrow(NotSealedForThisInstance::new);
    opened.put(name, key);
    return key;
  }

  private Optional<byte[]> open(byte[] envelope) {
    int entries = (envelope.length - HEADER) / ENTRY;
    if (envelope.length < HEADER
        || envelope[0] != VERSION
        || entries > MAX_RECIPIENTS
        || envelope.length != HEADER + entries * ENTRY) {
      return Optional.empty();
    }
    byte[] id = publicKey.id();
    for (int at = HEADER; at < envelope.length; at += ENTRY) {
      if (Arrays.equals(id, 0, id.length, envelope, at, at + id.length)) {
        int from = at + id.length;
        return open(
            Arrays.copyOfRange(envelope, 1, HEADER),
            Arrays.copyOfRange(envelope, from, from + SEALED));
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> open(byte[] ephemeralKey, byte[] sealed) {
    PublicInstanceKey ephemeral;
    try {
      ephemeral = PublicInstanceKey.of(ephemeralKey);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    byte[] shared = agree(privateKey, ephemeral);
    if (shared == null) {
      return Optional.empty();
    }
    Optional<byte[]> key = Optional.empty();
    for (ServiceKey serviceKey : serviceKeys.all()) {
      byte[] sealingKey = sealingKey(serviceKey, shared, ephemeral, publicKey);
      if (key.isEmpty()) {
        key = GcmSeal.open(sealingKey, new byte[0], sealed);
      }
      Arrays.fill(sealingKey, (byte) 0);
    }
    Arrays.fill(shared, (byte) 0);
    return key;
  }

  private static byte[] sealingKey(
      ServiceKey serviceKey,
      byte[] shared,
      PublicInstanceKey ephemeral,
      PublicInstanceKey recipient) {
    byte[] salt = serviceKey.derive(AssociatedData.to(PURPOSE).bytes());
    try {
      byte[] info = AssociatedData.to(PURPOSE).and(ephemeral.hex()).and(recipient.hex()).bytes();
      return Hkdf.derive(shared, salt, info, DataKey.LENGTH);
    } finally {
      Arrays.fill(salt, (byte) 0);
    }
  }

  /** Returns the shared secret, or null for a point of small order (RFC 7748, section 6.1). */
  private static byte @Nullable [] agree(PrivateKey own, PublicInstanceKey other) {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(own);
      agreement.doPhase(other.key(), true);
      return agreement.generateSecret();
    } catch (InvalidKeyException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks X25519", e);
    }
  }

  private static KeyPair newKeyPair() {
    try {
      return KeyPairGenerator.getInstance("X25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks X25519", e);
    }
  }
}
