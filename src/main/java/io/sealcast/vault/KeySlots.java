package io.sealcast.vault;

import io.sealcast.limit.Bulkhead;
import io.sealcast.limit.DerivationBulkheads;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.OpaqueString;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
 * Wraps data keys under secrets and unwraps them. The secret is stretched with PBKDF2-HMAC-SHA-256
 * (RFC 8018); AES key wrap (RFC 3394) detects a wrong key. Thread-safe.
 */
@ApplicationScoped
public class KeySlots {
  /** Number of iterations that OWASP recommends for PBKDF2-HMAC-SHA-256; they take about 150 ms. */
  static final int ITERATIONS = 600_000;

  private static final int CONCURRENT = 2;
  private static final int MAX_WAITING = 64;

  private static final Logger LOG = System.getLogger(KeySlots.class.getName());

  private final int iterations;
  private final KeyDerivation derivation;

  /** Creates an instance for a program without a server, which opens one slot after the other. */
  public KeySlots() {
    this(ITERATIONS, Duration.ofSeconds(5));
  }

  @Inject
  KeySlots(DerivationBulkheads bulkheads) {
    this(ITERATIONS, KeyDerivation.within(bulkheads));
  }

  KeySlots(int iterations, Duration patience) {
    this(iterations, KeyDerivation.within(new Bulkhead(CONCURRENT, MAX_WAITING, patience)));
  }

  KeySlots(int iterations, KeyDerivation derivation) {
    this.iterations = iterations;
    this.derivation = derivation;
  }

  void show(@Observes Meters meters) {
    meters.durations(
        "sealcast_key_derivation_seconds",
        "PBKDF2 for one encryption key, without the wait for a core.",
        derivation.durations());
  }

  /**
   * Wraps a data key under a passphrase in the form of {@link OpaqueString#enforce}. The call takes
   * about 150 ms. The caller clears {@code secret}.
   *
   * @throws DomainException VALIDATION_FAILED for a passphrase with forbidden characters,
   *     OVERLOADED when too many derivations wait
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
   * Unwraps the data key of a passphrase slot. The call takes about 150 ms for each form of the
   * passphrase under which older versions may have wrapped it; see {@link OpaqueString#candidates}.
   * The caller clears {@code secret}.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY for a wrong passphrase or a slot of another
   *     kind; INTEGRITY_FAILED for a damaged slot; OVERLOADED when too many derivations wait
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
   * Unwraps the data key of the first slot that a passphrase opens. Slots of other kinds and
   * damaged slots are skipped without a derivation.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY when the passphrase opens no slot;
   *     INTEGRITY_FAILED when all passphrase slots are damaged; OVERLOADED when too many
   *     derivations wait
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
