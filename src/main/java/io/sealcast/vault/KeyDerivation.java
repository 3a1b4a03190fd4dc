package io.sealcast.vault;

import io.sealcast.limit.Bulkhead;
import io.sealcast.limit.DerivationBulkheads;
import io.sealcast.metrics.Durations;
import io.sealcast.problem.DomainException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives keys with PBKDF2-HMAC-SHA-256 (RFC 8018). How many derivations run concurrently is
 * decided by a bulkhead, so that a burst of attempts doesn't occupy the cores that serve viewers.
 * Thread-safe.
 */
final class KeyDerivation {
  private final UnaryOperator<Supplier<SecretKeySpec>> bulkhead;
  private final Durations durations = Durations.ofWaits();

  /**
   * Creates an instance.
   *
   * @param bulkhead returns work that does the given work when it is the caller's turn
   */
  KeyDerivation(UnaryOperator<Supplier<SecretKeySpec>> bulkhead) {
    this.bulkhead = bulkhead;
  }

  /** Creates an instance that shares the bulkhead of encryption keys and the server's cores. */
  static KeyDerivation within(DerivationBulkheads bulkheads) {
    return new KeyDerivation(
        work ->
            () ->
                bulkheads.call(
                    DerivationBulkheads.Kind.ENCRYPTION_KEY, () -> bulkheads.compute(work)));
  }

  /** Creates an instance with a bulkhead of its own. */
  static KeyDerivation within(Bulkhead bulkhead) {
    return new KeyDerivation(work -> () -> bulkhead.call(work));
  }

  /** Returns the durations of the derivations, without the time that callers waited. */
  Durations durations() {
    return durations;
  }

  /**
   * Derives an AES key of 256 bits.
   *
   * @throws DomainException OVERLOADED when too many callers wait, or this one waited too long
   */
  SecretKeySpec derive(char[] secret, byte[] salt, int iterations) {
    return bulkhead.apply(() -> compute(secret, salt, iterations)).get();
  }

  private SecretKeySpec compute(char[] secret, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(secret, salt, iterations, 256);
    byte[] bits = null;
    try {
      long start = System.nanoTime();
      bits = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      durations.add(System.nanoTime() - start);
      return new SecretKeySpec(bits, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
      if (bits != null) {
        Arrays.fill(bits, (byte) 0);
      }
    }
  }
}
