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
 * Authenticates what instances tell each other, which holds no secret: HMAC-SHA-256 (RFC 2104)
 * under a key derived from a service key, over the expiry and the bytes. The first service key
 * computes; the code of any of them is valid.
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
   * For plain Java, without a container.
   *
   * @param serviceKey 32 bytes
   */
  public static EventMacs under(byte[] serviceKey) {
    return new EventMacs(new ServiceKeys(new ServiceKey(serviceKey.clone())));
  }

  /**
   * Computes the authentication code of an event.
   *
   * @param expiresAt counts in whole seconds
   * @return 32 bytes
   */
  public byte[] compute(byte[] event, Instant expiresAt) {
    return compute(serviceKeys.first(), event, expiresAt);
  }

  /** Whether the code is this deployment's for these bytes and this expiry, in constant time. */
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
