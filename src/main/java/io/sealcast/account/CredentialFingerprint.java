package io.sealcast.account;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes an identifier of a user name and password that doesn't reveal them: HMAC-SHA-256 under a
 * random key that exists only in memory.
 */
final class CredentialFingerprint {
  private final SecretKeySpec key;

  CredentialFingerprint() {
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    key = new SecretKeySpec(bits, "HmacSHA256");
  }

  String of(String usernameKey, char[] password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(usernameKey.getBytes(StandardCharsets.UTF_8));
      // no user name contains a colon, so different pairs give different bytes
      mac.update((byte) ':');
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
      mac.update(bytes);
      Arrays.fill(bytes.array(), (byte) 0);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
