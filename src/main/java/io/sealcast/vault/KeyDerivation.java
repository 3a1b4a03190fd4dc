package io.sealcast.vault;

import io.sealcast.metrics.Durations;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * PBKDF2-HMAC-SHA-256 (RFC 8018), only so many at a time, lest a burst of attempts takes every core
 * from the viewers.
 */
final class KeyDerivation {
  private static final int AT_ONCE = 2;
  private static final int MAX_WAITING = 64;

  private final Semaphore permits = new Semaphore(AT_ONCE, true);
  private final Durations durations = Durations.ofWaits();
  private final Duration patience;

  /**
   * Makes one.
   *
   * @param patience how long a caller waits for others before it is turned away
   */
  KeyDerivation(Duration patience) {
    this.patience = patience;
  }

  /** How long each derivation took, without the wait before it. */
  Durations durations() {
    return durations;
  }

  /**
   * Derives an AES key of 256 bits.
   *
   * @throws DomainException OVERLOADED when too many wait
   */
  SecretKeySpec derive(char[] secret, byte[] salt, int iterations) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(secret, salt, iterations, 256);
    byte[] bits = null;
    acquirePermit();
    try {
      long begun = System.nanoTime();
      bits = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      durations.add(System.nanoTime() - begun);
      return new SecretKeySpec(bits, "AES");
    } finally {
      permits.release();
      spec.clearPassword();
      if (bits != null) {
        Arrays.fill(bits, (byte) 0);
      }
    }
  }

  private void acquirePermit() {
    try {
      if (permits.getQueueLength() < MAX_WAITING
          && permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(2));
  }
}
