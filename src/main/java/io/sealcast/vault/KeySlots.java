package io.sealcast.vault;

import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.OpaqueString;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps data keys under secrets and opens them again: PBKDF2-HMAC-SHA-256 (RFC 8018), then AES key
 * wrap (RFC 3394), whose integrity check refuses a wrong key.
 */
@ApplicationScoped
public class KeySlots {
  /** What OWASP asks of PBKDF2-HMAC-SHA-256; about 150 ms. */
  static final int ITERATIONS = 600_000;

  /** About a second: a row that somebody changed can't hold a thread for longer. */
  static final int MAX_ITERATIONS = 5_000_000;

  static final int SALT_LENGTH = 16;
  static final int WRAPPED_LENGTH = DataKey.LENGTH + 8;

  /** So many derivations at a time, lest a burst of attempts takes every core from the viewers. */
  private static final int AT_ONCE = 2;

  private static final int MAX_WAITING = 64;

  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final Durations derivations = Durations.ofWaits();
  private final int iterations;
  private final Duration patience;

  public KeySlots() {
    this(ITERATIONS, Duration.ofSeconds(5));
  }

  KeySlots(int iterations, Duration patience) {
    this.iterations = iterations;
    this.patience = patience;
  }

  void show(@Observes Meters meters) {
    meters.durations(
        "sealcast_key_derivation_seconds",
        "PBKDF2 for one encryption key, without the wait for its turn.",
        derivations);
  }

  /**
   * Wraps under a passphrase, as {@link OpaqueString} enforces it; takes about 150 ms. The caller
   * clears {@code secret}.
   *
   * @throws DomainException VALIDATION_FAILED for a passphrase with characters that it refuses,
   *     OVERLOADED when too many wait
   */
  public KeySlot wrap(DataKey key, char[] secret) {
    char[] enforced = OpaqueString.enforce(secret).orElseThrow(KeySlots::refused);
    try {
      return wrapEnforced(key, enforced);
    } finally {
      Arrays.fill(enforced, '\0');
    }
  }

  private static DomainException refused() {
    return DomainException.field(
        ErrorCode.VALIDATION_FAILED,
        "encryption_key",
        "The encryption key has a character that can't be seen or isn't known here.");
  }

  private KeySlot wrapEnforced(DataKey key, char[] enforced) {
    byte[] salt = Secrets.random(SALT_LENGTH);
    try {
      Cipher aesWrap = Cipher.getInstance("AESWrap");
      aesWrap.init(Cipher.WRAP_MODE, keyEncryptionKey(enforced, salt, iterations));
      byte[] wrapped = aesWrap.wrap(new SecretKeySpec(key.bits(), "AES"));
      return new KeySlot("passphrase", salt, iterations, wrapped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a slot; takes about 150 ms, and only so many at a time. What was typed in a form that
   * slots were once made of in other ways takes that time for each form, see {@link
   * OpaqueString#candidates}. The caller clears {@code secret}.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY, INTEGRITY_FAILED when the slot itself can't be
   *     one, or OVERLOADED when too many wait
   */
  public DataKey unwrap(KeySlot slot, char[] secret) {
    requireSane(slot);
    List<char[]> forms = OpaqueString.candidates(secret);
    try {
      return forms.stream()
          .map(form -> tryToUnwrap(slot, form))
          .flatMap(Optional::stream)
          .findFirst()
          .orElseThrow(() -> new DomainException(ErrorCode.INVALID_ENCRYPTION_KEY));
    } finally {
      forms.forEach(form -> Arrays.fill(form, '\0'));
    }
  }

  private Optional<DataKey> tryToUnwrap(KeySlot slot, char[] form) {
    try {
      Cipher aesWrap = Cipher.getInstance("AESWrap");
      aesWrap.init(Cipher.UNWRAP_MODE, keyEncryptionKey(form, slot.salt(), slot.iterations()));
      return Optional.of(
          new DataKey(aesWrap.unwrap(slot.wrapped(), "AES", Cipher.SECRET_KEY).getEncoded()));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens the first of a video's slots that this secret fits.
   *
   * @throws DomainException as {@link #unwrap}; INVALID_ENCRYPTION_KEY when it fits none
   */
  public DataKey unwrapAny(List<KeySlot> slots, char[] secret) {
    for (KeySlot slot : slots) {
      try {
        return unwrap(slot, secret);
      } catch (DomainException e) {
        if (e.code() != ErrorCode.INVALID_ENCRYPTION_KEY) {
          throw e;
        }
      }
    }
    throw new DomainException(ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  private static void requireSane(KeySlot slot) {
    if (slot.salt().length != SALT_LENGTH
        || slot.wrapped().length != WRAPPED_LENGTH
        || slot.iterations() < 1
        || slot.iterations() > MAX_ITERATIONS) {
      throw new DomainException(
          ErrorCode.INTEGRITY_FAILED, "The stored key of this video is damaged.");
    }
  }

  private SecretKeySpec keyEncryptionKey(char[] secret, byte[] salt, int rounds)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(secret, salt, rounds, 256);
    byte[] bits = null;
    takeTurn();
    try {
      long begun = System.nanoTime();
      bits = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      derivations.add(System.nanoTime() - begun);
      return new SecretKeySpec(bits, "AES");
    } finally {
      turns.release();
      spec.clearPassword();
      if (bits != null) {
        Arrays.fill(bits, (byte) 0);
      }
    }
  }

  private void takeTurn() {
    try {
      if (turns.getQueueLength() < MAX_WAITING
          && turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(2));
  }
}
