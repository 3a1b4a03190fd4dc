package io.sealcast.vault;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.OpaqueString;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Wraps data keys under secrets and opens them again: PBKDF2-HMAC-SHA-256 (RFC 8018), then AES key
 * wrap (RFC 3394), whose integrity check refuses a wrong key.
 */
@ApplicationScoped
public class KeySlots {
  /** What OWASP asks of PBKDF2-HMAC-SHA-256; about 150 ms. */
  static final int ITERATIONS = 600_000;

  private static final Logger LOG = System.getLogger(KeySlots.class.getName());

  private final int iterations;
  private final KeyDerivation derivation;

  public KeySlots() {
    this(ITERATIONS, Duration.ofSeconds(5));
  }

  KeySlots(int iterations, Duration patience) {
    this(iterations, new KeyDerivation(patience));
  }

  KeySlots(int iterations, KeyDerivation derivation) {
    this.iterations = iterations;
    this.derivation = derivation;
  }

  void show(@Observes Meters meters) {
    meters.durations(
        "sealcast_key_derivation_seconds",
        "PBKDF2 for one encryption key, without the wait for its turn.",
        derivation.durations());
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
    byte[] salt = Secrets.random(KeySlot.SALT_LENGTH);
    try {
      Cipher aesWrap = Cipher.getInstance("AESWrap");
      aesWrap.init(Cipher.WRAP_MODE, derivation.derive(enforced, salt, iterations));
      byte[] wrapped = aesWrap.wrap(new SecretKeySpec(key.bits(), "AES"));
      return new KeySlot(KeySlot.PASSPHRASE, salt, iterations, wrapped);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens a slot of a passphrase; takes about 150 ms, and only so many at a time. What was typed in
   * a form that slots were once made of in other ways takes that time for each form, see {@link
   * OpaqueString#candidates}. The caller clears {@code secret}.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY, at once for a slot of another kind;
   *     INTEGRITY_FAILED when the slot itself can't be one; OVERLOADED when too many wait
   */
  public DataKey unwrap(KeySlot slot, char[] secret) {
    return unwrapAny(List.of(slot), secret);
  }

  private Optional<DataKey> tryToUnwrap(KeySlot slot, char[] secret) {
    List<char[]> forms = OpaqueString.candidates(secret);
    try {
      return forms.stream()
          .map(form -> unwrapEnforced(slot, form))
          .flatMap(Optional::stream)
          .findFirst();
    } finally {
      forms.forEach(form -> Arrays.fill(form, '\0'));
    }
  }

  private Optional<DataKey> unwrapEnforced(KeySlot slot, char[] form) {
    try {
      Cipher aesWrap = Cipher.getInstance("AESWrap");
      aesWrap.init(Cipher.UNWRAP_MODE, derivation.derive(form, slot.salt(), slot.iterations()));
      return Optional.of(
          new DataKey(aesWrap.unwrap(slot.wrapped(), "AES", Cipher.SECRET_KEY).getEncoded()));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Opens the first of a video's slots that this secret fits. Slots of other kinds than passphrases
   * cost nothing, and one that is damaged is passed over, so that it doesn't hide the next.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY when it fits none; INTEGRITY_FAILED when every
   *     slot that it might fit is damaged; OVERLOADED when too many wait
   */
  public DataKey unwrapAny(List<KeySlot> slots, char[] secret) {
    List<KeySlot> candidates = slots.stream().filter(KeySlot::isForPassphrases).toList();
    boolean tried = candidates.isEmpty();
    for (KeySlot slot : candidates) {
      if (slot.isDamaged()) {
        LOG.log(
            Level.ERROR, "Key slot {0} ({1}) is damaged", Long.toString(slot.id()), slot.kind());
        continue;
      }
      tried = true;
      Optional<DataKey> key = tryToUnwrap(slot, secret);
      if (key.isPresent()) {
        return key.get();
      }
    }
    if (!tried) {
      throw new DomainException(
          ErrorCode.INTEGRITY_FAILED, "The stored key of this video is damaged.");
    }
    throw new DomainException(ErrorCode.INVALID_ENCRYPTION_KEY);
  }
}
