package io.sealcast.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what instances tell each other, which holds no secret: HMAC-SHA-256 under a key derived
 * from a service key, over the expiry and the bytes. The first service key seals; each may have
 * sealed.
 */
@ApplicationScoped
public class EventSeals {
  private static final String PURPOSE = "sealcast event v1";
  private static final String ALGORITHM = "HmacSHA256";

  private final ServiceKeys serviceKeys;

  /** For the container's proxies only. */
  protected EventSeals() {
    this((ServiceKeys) null);
  }

  @Inject
  EventSeals(ServiceKeys serviceKeys) {
    this.serviceKeys = serviceKeys;
  }

  /**
   * For plain Java, without a container.
   *
   * @param serviceKey 32 bytes
   */
  public static EventSeals under(byte[] serviceKey) {
    return new EventSeals(new ServiceKeys(new ServiceKey(serviceKey.clone())));
  }

  /**
   * Seals an event.
   *
   * @param expiresAt counts in whole seconds
   * @return 32 bytes
   */
  public byte[] seal(byte[] event, Instant expiresAt) {
    return seal(serviceKeys.first(), event, expiresAt);
  }

  /** Whether this deployment sealed these bytes with this expiry; takes the same time for any. */
  public boolean isGenuine(byte[] event, Instant expiresAt, byte[] seal) {
    boolean genuine = false;
    for (ServiceKey key : serviceKeys.all()) {
      genuine |= MessageDigest.isEqual(seal(key, event, expiresAt), seal);
    }
    return genuine;
  }

  private static byte[] seal(ServiceKey serviceKey, byte[] event, Instant expiresAt) {
    byte[] key = serviceKey.derive(Associated.to(PURPOSE).bytes());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(Associated.to(PURPOSE).and(expiresAt.getEpochSecond()).bytes());
      return mac.doFinal(event);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
