package io.sealcast.vault;

import io.sealcast.container.Hkdf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates responses without content, failures and receipts, with HMAC-SHA-256 under a key
 * derived from the session's response key. A MAC is bound to all fields of the request: otherwise
 * an attacker with access to a topic could have a processor fail at a changed copy of a request,
 * and pass on that failure. See docs/adr/0713-authentic-failures.md.
 */
public final class ResponseMac {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String KEY = "sealcast response mac key v1";
  private static final String FAILURE = "sealcast failure v1";
  private static final String RECEIPT = "sealcast receipt v1";

  private ResponseMac() {}

  /**
   * The fields of a request to which a MAC is bound.
   *
   * @param sessionHash name of the session in records
   * @param representation name of the requested form of the bytes
   */
  public record RequestFields(
      String sessionHash,
      long rangeId,
      UUID object,
      long chunkIndex,
      long from,
      long to,
      String representation) {}

  /** Returns the MAC of a failure in hex, 64 digits. */
  public static String ofFailure(ResponseKey key, RequestFields fields, String code) {
    return compute(key, associated(FAILURE, fields).and(code));
  }

  /**
   * Returns the MAC of a receipt in hex, 64 digits.
   *
   * @param last whether the chunk ends the object
   */
  public static String ofReceipt(ResponseKey key, RequestFields fields, boolean last) {
    return compute(key, associated(RECEIPT, fields).and(last ? 1 : 0));
  }

  /** Whether two MACs are equal. The comparison takes constant time. */
  public static boolean isEqual(String expected, @Nullable String mac) {
    return mac != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.US_ASCII), mac.getBytes(StandardCharsets.US_ASCII));
  }

  private static AssociatedData associated(String purpose, RequestFields fields) {
    return AssociatedData.to(purpose)
        .and(fields.sessionHash())
        .and(fields.rangeId())
        .and(fields.object().getMostSignificantBits())
        .and(fields.object().getLeastSignificantBits())
        .and(fields.chunkIndex())
        .and(fields.from())
        .and(fields.to())
        .and(fields.representation());
  }

  private static String compute(ResponseKey responseKey, AssociatedData data) {
    byte[] info = AssociatedData.to(KEY).bytes();
    byte[] key = Hkdf.derive(responseKey.bits(), new byte[0], info, ResponseKey.LENGTH);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(data.bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
