package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * PBKDF2-HMAC-SHA-256 with 600,000 iterations, as OWASP's Password Storage Cheat Sheet asks: about
 * 150 ms of a core. Only so many run at once, so that guessing can't starve the streams.
 */
@ApplicationScoped
class Pbkdf2Hasher implements PasswordHasher {
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA256",
          "Pbkdf2PasswordHash.Iterations", "600000",
          "Pbkdf2PasswordHash.SaltSizeBytes", "16",
          "Pbkdf2PasswordHash.KeySizeBytes", "32");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore slots = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  @Inject private Pbkdf2PasswordHash algorithm;

  @PostConstruct
  void configure() {
    algorithm.initialize(PARAMETERS);
  }

  @Override
  public String hash(char[] password) {
    return inTurn(() -> algorithm.generate(password));
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
    return inTurn(() -> algorithm.verify(password, hash));
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw DomainException.retryLater(ErrorCode.OVERLOADED, PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DomainException.retryLater(ErrorCode.OVERLOADED, PATIENCE);
    }
    try {
      return work.get();
    } finally {
      slots.release();
    }
  }
}
