package io.sealcast.account;

import io.sealcast.limit.DerivationBulkheads;
import io.sealcast.limit.DerivationBulkheads.Kind;
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

/** Creates accounts and verifies user names and passwords. */
@ApplicationScoped
public class Accounts {
  static final int MIN_PASSWORD = 8;
  static final int MAX_PASSWORD = 256;

  /** Maximum length of a typed password, whose characters are counted after its composition. */
  private static final int MAX_TYPED = 4 * MAX_PASSWORD;

  private static final Logger LOG = System.getLogger(Accounts.class.getName());

  private final AccountStore store;
  private final PasswordStore passwords;
  private final PasswordHasher hasher;
  private final SignInThrottle throttle;
  private final RegistrationThrottle registrations;
  private final DerivationBulkheads bulkheads;
  private final boolean registrationOpen;
  private final LongAdder failures = new LongAdder();
  private final CredentialFingerprint fingerprint = new CredentialFingerprint();
  // HTTP Basic sends the password with every request, and each derivation takes 150 ms of a core
  private final StaleIfErrorCache<Account> proven =
      new StaleIfErrorCache<>(1_000, Duration.ofMinutes(1));

  @Inject
  Accounts(
      AccountStore store,
      PasswordStore passwords,
      PasswordHasher hasher,
      SignInThrottle throttle,
      RegistrationThrottle registrations,
      DerivationBulkheads bulkheads,
      @ConfigProperty(name = "sealcast.registration.open") boolean registrationOpen) {
    this.store = store;
    this.passwords = passwords;
    this.hasher = hasher;
    this.throttle = throttle;
    this.registrations = registrations;
    this.bulkheads = bulkheads;
    this.registrationOpen = registrationOpen;
  }

  void show(@Observes Meters meters) {
    meters.counter("sealcast_signin_failures_total", "Wrong names or passwords.", failures::sum);
  }

  /** Whether new accounts may be created. */
  public boolean isRegistrationOpen() {
    return registrationOpen;
  }

  /**
   * Creates an account. The caller clears {@code password}.
   *
   * @param username 1 to 64 letters, digits and {@code . _ @ + -}
   * @param password 8 to 256 characters (code points) once it is enforced, see {@link OpaqueString}
   * @param network network of the client; see {@link ClientAddress#networkOf}
   * @throws DomainException REGISTRATION_CLOSED, MISSING_FIELD, BAD_REQUEST and VALIDATION_FAILED
   *     with the fields' names, USERNAME_TAKEN, TOO_MANY_REQUESTS and OVERLOADED with the time to
   *     wait
   */
  public Account register(String username, char[] password, String network) {
    if (!registrationOpen) {
      throw new DomainException(ErrorCode.REGISTRATION_CLOSED);
    }
    requirePresent(username, password);
    requireIntact(username, password);
    Optional<Username> name = Username.of(username).filter(Username::isAllowed);
    Optional<char[]> secret = OpaqueString.enforce(password);
    try {
      return register(name, secret, network);
    } finally {
      secret.ifPresent(s -> Arrays.fill(s, '\0'));
    }
  }

  private Account register(Optional<Username> name, Optional<char[]> secret, String network) {
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
    registrations.take(network);
    try {
      return bulkheads.call(Kind.REGISTRATION, () -> register(name.get(), secret.get(), network));
    } catch (DomainException e) {
      if (e.code() != ErrorCode.USERNAME_TAKEN) { // otherwise names could be enumerated
        registrations.giveBack(network);
      }
      throw e;
    }
  }

  private Account register(Username name, char[] secret, String network) {
    registrations.share(network);
    if (store.find(name).isPresent()) {
      throw taken();
    }
    return passwords.addAccount(name, hasher.hash(secret)).orElseThrow(Accounts::taken);
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
   * Returns the account with a user name and password. The caller clears {@code password}.
   *
   * <p>The enforced form of the password is compared first, then the forms that earlier versions
   * hashed; see {@link OpaqueString#candidates}. A hash of an earlier form is replaced by one of
   * the enforced form, so that the password matches from any keyboard.
   *
   * @param network network of the client, whose attempts are counted; see {@link
   *     ClientAddress#networkOf}
   * @throws DomainException INVALID_CREDENTIALS; BAD_REQUEST for a lone surrogate;
   *     TOO_MANY_REQUESTS with the time to wait, after too many failures; OVERLOADED when too many
   *     other callers wait
   */
  public Account verify(String username, char[] password, String network) {
    Username name =
        Username.of(username).orElseThrow(() -> new DomainException(ErrorCode.INVALID_CREDENTIALS));
    if (!TextIntegrity.isEncodable(CharBuffer.wrap(password))) {
      // checked before the password is encoded, which would replace lone surrogates by "?"
      throw DomainException.field(
          ErrorCode.BAD_REQUEST, "password", "A character of the password got lost on its way.");
    }
    SignInThrottle.Attempt attempt = throttle.begin(network, name.lookupKey());
    String print = fingerprint.of(name.earlierKey(), password);
    Optional<Account> known =
        proven.get(
            print,
            () -> {
              try {
                return bulkheads.call(Kind.SIGN_IN, () -> prove(name, password, attempt));
              } catch (RuntimeException e) {
                attempt.forgive();
                throw e;
              }
            });
    if (known.isEmpty()) {
      failures.increment();
      attempt.failed();
      throw new DomainException(ErrorCode.INVALID_CREDENTIALS);
    }
    attempt.succeeded();
    return known.get();
  }

  private Optional<Account> prove(Username name, char[] password, SignInThrottle.Attempt attempt) {
    // called within the bulkhead, so that a flood doesn't take all connections to the database
    attempt.share();
    Optional<Account> account = store.find(name);
    // An unknown name and an account without a password cost as much time as a wrong password,
    // so that a caller can't distinguish them.
    Optional<PasswordCredential> credential =
        passwords.find(account.map(Account::id).orElse(PasswordStore.NOBODY));
    String hash = credential.map(PasswordCredential::hash).orElseGet(hasher::ofNobody);
    boolean matches = password.length <= MAX_TYPED && matches(password, hash, credential);
    return matches && credential.isPresent() ? account : Optional.empty();
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
      // the password was right, so the sign-in succeeds; the next one tries to replace the hash
      LOG.log(Level.WARNING, "A password's hash was not renewed: {0}", e.toString());
    }
  }
}
