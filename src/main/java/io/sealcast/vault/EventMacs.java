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
 * Authenticates events, which contain no secrets, with HMAC-SHA-256 (RFC 2104) over the expiry time
 * and the bytes. The key is derived from a service key: the first service key computes MACs, and
 * the MACs of all service keys are valid.
 */
@ApplicationScoped
public class EventMacs {
  private static final String PURPOSE = "sealcast event v1";
  private static final String ALGORITHM = "HmacSHA256";

  private final ServiceKeys serviceKeys;

  @Inject
  EventMacs(ServiceKeys serviceKeys) {
    this.serviceKeys = serviceKeys;
  }

  /**
   * Creates an instance without a CDI container.
   *
   * @param serviceKey 32 bytes
   */
  public static EventMacs under(byte[] serviceKey) {
    return new EventMacs(new ServiceKeys(new ServiceKey(serviceKey.clone())));
  }

  /**
   * Computes the MAC of an event.
   *
   * @param expiresAt expiry time, of which only whole seconds count
   * @return 32 bytes
   */
  public byte[] compute(byte[] event, Instant expiresAt) {
    return compute(serviceKeys.first(), event, expiresAt);
  }

  /**
   * Whether this deployment computed the MAC for these bytes and this expiry time. The comparison
   * takes constant time.
   */
  public boolean isValid(byte[] event, Instant expiresAt, byte[] mac) {
    boolean valid = false;
    for (ServiceKey key : serviceKeys.all()) {
      valid |= MessageDigest.isEqual(compute(key, event, expiresAt), mac);
    }
    return valid;
  }

  private static byte[] compute(ServiceKey serviceKey, byte[] event, Instant expiresAt) {
    byte[] key = serviceKey.derive(AssociatedData.to(PURPOSE).bytes());
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(AssociatedData.to(PURPOSE).and(expiresAt.getEpochSecond()).bytes());
      return mac.doFinal(event);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
