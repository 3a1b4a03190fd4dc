package io.sealcast.account;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import io.sealcast.text.OpaqueString;
import io.sealcast.text.TextIntegrity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.CharBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens accounts and tells whether somebody is who they say they are. */
@ApplicationScoped
public class Accounts {
  static final int MIN_PASSWORD = 8;
  static final int MAX_PASSWORD = 256;

  /** What a password may have before it is composed; only then are its characters counted. */
  private static final int MAX_TYPED = 4 * MAX_PASSWORD;

  private static final Logger LOG = System.getLogger(Accounts.class.getName());

  private final AccountStore store;
  private final PasswordStore passwords;
  private final PasswordHasher hasher;
  private final SignInThrottle throttle;
  private final boolean registrationOpen;
  private final LongAdder failures = new LongAdder();
  private final CredentialFingerprint fingerprint = new CredentialFingerprint();
  // HTTP Basic proves itself with every request: 150 ms each would be the end of it.
  private final StaleIfErrorCache<Account> proven =
      new StaleIfErrorCache<>(1_000, Duration.ofMinutes(1));

  @Inject
  Accounts(
      AccountStore store,
      PasswordStore passwords,
      PasswordHasher hasher,
      SignInThrottle throttle,
      @ConfigProperty(name = "sealcast.registration.open") boolean registrationOpen) {
    this.store = store;
    this.passwords = passwords;
    this.hasher = hasher;
    this.throttle = throttle;
    this.registrationOpen = registrationOpen;
  }

  void show(@Observes Meters meters) {
    meters.counter("sealcast_signin_failures_total", "Wrong names or passwords.", failures::sum);
  }

  /** Whether new accounts can be opened. */
  public boolean isRegistrationOpen() {
    return registrationOpen;
  }

  /**
   * Opens an account. The caller clears {@code password}.
   *
   * @param username 1 to 64 letters, digits and {@code . _ @ + -}
   * @param password 8 to 256 characters (code points) once it is enforced, see {@link OpaqueString}
   * @throws DomainException REGISTRATION_CLOSED, MISSING_FIELD, BAD_REQUEST and VALIDATION_FAILED
   *     with the fields' names, USERNAME_TAKEN
   */
  public Account register(String username, char[] password) {
    if (!registrationOpen) {
      throw new DomainException(ErrorCode.REGISTRATION_CLOSED);
    }
    requirePresent(username, password);
    requireIntact(username, password);
    Optional<Username> name = Username.of(username).filter(Username::isAllowed);
    Optional<char[]> secret = OpaqueString.enforce(password);
    try {
      return register(name, secret);
    } finally {
      secret.ifPresent(s -> Arrays.fill(s, '\0'));
    }
  }

  private Account register(Optional<Username> name, Optional<char[]> secret) {
    List<FieldError> errors = new ArrayList<>();
    if (name.isEmpty()) {
      errors.add(
          new FieldError(
              "username", "A user name has 1 to 64 letters, digits or . _ @ + - in it."));
    }
    if (secret.isEmpty()) {
      errors.add(
          new FieldError(
              "password", "The password has a character that can't be seen or isn't known here."));
    } else if (!fits(secret.get())) {
      errors.add(new FieldError("password", "A password has 8 to 256 characters."));
    }
    if (!errors.isEmpty()) {
      throw DomainException.fields(ErrorCode.VALIDATION_FAILED, errors);
    }
    if (store.find(name.get()).isPresent()) {
      throw taken();
    }
    return passwords.addAccount(name.get(), hasher.hash(secret.get())).orElseThrow(Accounts::taken);
  }

  private static boolean fits(char[] password) {
    int length = OpaqueString.length(password);
    return length >= MIN_PASSWORD && length <= MAX_PASSWORD;
  }

  private static DomainException taken() {
    return DomainException.field(
        ErrorCode.USERNAME_TAKEN, "username", ErrorCode.USERNAME_TAKEN.defaultMessage());
  }

  private static void requirePresent(String username, char[] password) {
    List<FieldError> missing = new ArrayList<>();
    if (username == null || username.isEmpty()) {
      missing.add(new FieldError("username", "A user name is needed."));
    }
    if (password == null || password.length == 0) {
      missing.add(new FieldError("password", "A password is needed."));
    }
    if (!missing.isEmpty()) {
      throw DomainException.fields(ErrorCode.MISSING_FIELD, missing);
    }
  }

  private static void requireIntact(String username, char[] password) {
    List<FieldError> lost = new ArrayList<>();
    if (!TextIntegrity.isIntact(username)) {
      lost.add(new FieldError("username", "A character of the user name got lost on its way."));
    }
    if (!TextIntegrity.isIntact(CharBuffer.wrap(password))) {
      lost.add(new FieldError("password", "A character of the password got lost on its way."));
    }
    if (!lost.isEmpty()) {
      throw DomainException.fields(ErrorCode.BAD_REQUEST, lost);
    }
  }

  /**
   * The account of somebody who knows its password. The caller clears {@code password}.
   *
   * <p>A password is tried as it is enforced today, then as it was typed: so it was hashed once. A
   * hash that only the latter matches is replaced, so that the password opens from any keyboard.
   *
   * @param clientAddress whose attempts are counted
   * @throws DomainException INVALID_CREDENTIALS; BAD_REQUEST for half a character;
   *     TOO_MANY_REQUESTS with the time to wait, after too many wrong ones
   */
  public Account verify(String username, char[] password, String clientAddress) {
    Username name =
        Username.of(username).orElseThrow(() -> new DomainException(ErrorCode.INVALID_CREDENTIALS));
    if (!TextIntegrity.isEncodable(CharBuffer.wrap(password))) {
      // before anything makes bytes of it: its half characters would become question marks
      throw DomainException.field(
          ErrorCode.BAD_REQUEST, "password", "A character of the password got lost on its way.");
    }
    SignInThrottle.Attempt attempt = throttle.begin(clientAddress, name.lookupKey());
    String print = fingerprint.of(name.earlierKey(), password);
    Optional<Account> known = proven.get(print, () -> prove(name, password, attempt));
    if (known.isEmpty()) {
      failures.increment();
      throw new DomainException(ErrorCode.INVALID_CREDENTIALS);
    }
    attempt.forgive();
    return known.get();
  }

  private Optional<Account> prove(Username name, char[] password, SignInThrottle.Attempt attempt) {
    try {
      Optional<Account> account = store.find(name);
      // An unknown name and an account without a password cost as much time as a wrong password,
      // so that they can't be told apart.
      Optional<PasswordCredential> credential =
          passwords.find(account.map(Account::id).orElse(PasswordStore.NOBODY));
      String hash = credential.map(PasswordCredential::hash).orElseGet(hasher::ofNobody);
      boolean matches = password.length <= MAX_TYPED && matches(password, hash, credential);
      return matches && credential.isPresent() ? account : Optional.empty();
    } catch (RuntimeException e) {
      attempt.forgive();
      throw e;
    }
  }

  private boolean matches(char[] password, String hash, Optional<PasswordCredential> stored) {
    List<char[]> forms = OpaqueString.candidates(password);
    try {
      for (char[] form : forms) {
        if (hasher.matches(form, hash)) {
          if (form != forms.get(0)) {
            stored.ifPresent(known -> rehash(known, forms.get(0)));
          }
          return true;
        }
      }
      return false;
    } finally {
      forms.forEach(form -> Arrays.fill(form, '\0'));
    }
  }

  private void rehash(PasswordCredential known, char[] enforced) {
    try {
      passwords.replace(known, hasher.hash(enforced));
    } catch (RuntimeException e) {
      // who has proven the password gets in all the same; the next sign-in tries again
      LOG.log(Level.WARNING, "A password's hash was not renewed: {0}", e.toString());
    }
  }
}
