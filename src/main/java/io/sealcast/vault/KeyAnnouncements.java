package io.sealcast.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Announces this process's public key and reads the keys of others. An announcement carries a MAC
 * under the service key: otherwise whoever can write to the database could have the keys of
 * sessions sealed for a key of their own. Thread-safe.
 */
@ApplicationScoped
public class KeyAnnouncements {
  /**
   * Time for which an announcement is valid. Processors announce their key again several times as
   * often.
   */
  private static final Duration VALID = Duration.ofSeconds(30);

  private static final String PURPOSE = "sealcast instance key v1";
  private static final String ALGORITHM = "HmacSHA256";

  private final KeyAnnouncementStore store;
  private final ServiceKeys serviceKeys;
  private final InstanceKeys own;
  private final Clock clock;

  @Inject
  KeyAnnouncements(KeyAnnouncementStore store, ServiceKeys serviceKeys, InstanceKeys own) {
    this(store, serviceKeys, own, Clock.systemUTC());
  }

  KeyAnnouncements(
      KeyAnnouncementStore store, ServiceKeys serviceKeys, InstanceKeys own, Clock clock) {
    this.store = store;
    this.serviceKeys = serviceKeys;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Creates an instance without a CDI container.
   *
   * @param serviceKey 32 bytes
   */
  public static KeyAnnouncements under(
      byte[] serviceKey, KeyAnnouncementStore store, InstanceKeys own, Clock clock) {
    return new KeyAnnouncements(
        store, new ServiceKeys(new ServiceKey(serviceKey.clone())), own, clock);
  }

  /** Returns the public key of this process. */
  public PublicInstanceKey own() {
    return own.publicKey();
  }

  /** Announces the key of this process for the next 30 seconds. */
  public void announce(String instanceId) {
    Instant expiresAt = clock.instant().plus(VALID).truncatedTo(ChronoUnit.SECONDS);
    byte[] key = own.publicKey().bytes();
    byte[] mac = mac(serviceKeys.first(), instanceId, key, expiresAt);
    store.put(new KeyAnnouncement(instanceId, key, expiresAt, mac));
  }

  /** Withdraws the announcement of this process. */
  public void withdraw(String instanceId) {
    store.remove(instanceId, own.publicKey());
  }

  /** Returns the keys whose announcements are authentic and haven't expired. */
  public Set<PublicInstanceKey> living() {
    Set<PublicInstanceKey> living = new HashSet<>();
    Instant now = clock.instant();
    for (KeyAnnouncement announcement : store.all()) {
      if (now.isBefore(announcement.expiresAt()) && isAuthentic(announcement)) {
        keyOf(announcement).ifPresent(living::add);
      }
    }
    return living;
  }

  private static Optional<PublicInstanceKey> keyOf(KeyAnnouncement announcement) {
    try {
      return Optional.of(PublicInstanceKey.of(announcement.publicKey()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The comparison takes constant time. */
  private boolean isAuthentic(KeyAnnouncement a) {
    boolean authentic = false;
    for (ServiceKey serviceKey : serviceKeys.all()) {
      byte[] expected = mac(serviceKey, a.instanceId(), a.publicKey(), a.expiresAt());
      authentic |= MessageDigest.isEqual(expected, a.mac());
    }
    return authentic;
  }

  private static byte[] mac(
      ServiceKey serviceKey, String instanceId, byte[] publicKey, Instant expiresAt) {
    byte[] key = serviceKey.derive(AssociatedData.to(PURPOSE).bytes());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(
          AssociatedData.to(PURPOSE)
              .and(instanceId)
              .and(HexFormat.of().formatHex(publicKey))
              .and(expiresAt.getEpochSecond())
              .bytes());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
