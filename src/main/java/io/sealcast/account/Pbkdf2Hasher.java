package io.sealcast.account;

import io.sealcast.limit.DerivationBulkheads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Hashes with PBKDF2-HMAC-SHA-256 and 600,000 iterations, as OWASP's Password Storage Cheat Sheet
 * recommends; one hash takes about 150 ms of a core. It is computed on one of the cores of {@link
 * DerivationBulkheads}. Thread-safe.
 */
@ApplicationScoped
class Pbkdf2Hasher implements PasswordHasher {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA256",
          "Pbkdf2PasswordHash.Iterations", "600000",
          "Pbkdf2PasswordHash.SaltSizeBytes", "16",
          "Pbkdf2PasswordHash.KeySizeBytes", "32");

  @Inject private DerivationBulkheads bulkheads;
  @Inject private Pbkdf2PasswordHash algorithm;

  @PostConstruct
  void configure() {
    algorithm.initialize(PARAMETERS);
  }

  @Override
  public String hash(char[] password) {
    return bulkheads.compute(() -> algorithm.generate(password));
  }

  @Override
  public String ofNobody() {
    byte[] random = new byte[48];
    new SecureRandom().nextBytes(random);
    Base64.Encoder base64 = Base64.getEncoder();
    return "PBKDF2WithHmacSHA256:600000:"
        + base64.encodeToString(Arrays.copyOf(random, 16))
        + ':'
        + base64.encodeToString(Arrays.copyOfRange(random, 16, 48));
  }

  @Override
  public boolean matches(char[] password, String hash) {
    return bulkheads.compute(() -> algorithm.verify(password, hash));
  }
}
