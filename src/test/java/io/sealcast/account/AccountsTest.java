package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.limit.DerivationBulkheads;
import io.sealcast.limit.MemorySharedLimits;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private static final String HOME = "192.0.2.1";
  private final MemoryStore store = new MemoryStore();
  private final CountingHasher hasher = new CountingHasher();
  private final DerivationBulkheads bulkheads = new DerivationBulkheads(1, 8, 8, 8);
  private final MemorySharedLimits shared = new MemorySharedLimits();
  private final Accounts accounts = instance(true);

  private Accounts instance(boolean registrationOpen) {
    return new Accounts(
        store,
        store,
        hasher,
        new SignInThrottle(shared, 3, 20),
        new RegistrationThrottle(shared, 5, 8, Duration.ofHours(1)),
        bulkheads,
        registrationOpen);
  }

  private Account register(String username) {
    return register(username, "long enough");
  }

  private Account register(String username, String password) {
    return accounts.register(username, password.toCharArray(), HOME);
  }

  private Account verify(String username, String password) {
    return verify(accounts, username, password, HOME);
  }

  private static Account verify(
      Accounts instance, String username, String password, String network) {
    return instance.verify(username, password.toCharArray(), network);
  }

  private static void refused(Runnable action, ErrorCode code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void knowsWhoKnowsThePassword() {
    Account ann = register("Ann");
    assertThat(verify("ann", "long enough")).isEqualTo(ann);
    refused(() -> verify("ann", "long enougH"), ErrorCode.INVALID_CREDENTIALS);
    refused(() -> verify("bob", "long enough"), ErrorCode.INVALID_CREDENTIALS);
  }

  @Test
  void provesAPasswordOnlyOnceInAWhile() {
    register("ann");
    hasher.compared = 0;
    verify("ann", "long enough");
    verify("ann", "long enough");
    verify("ANN", "long enough");
    assertThat(hasher.compared).isEqualTo(1);
  }

  @Test
  void spendsAsMuchTimeOnAnUnknownName() {
    refused(() -> verify("nobody", "long enough"), ErrorCode.INVALID_CREDENTIALS);
    assertThat(hasher.compared).isEqualTo(1);
  }

  @Test
  void refusesEvenTheRightPasswordAfterTooManyWrongOnes() {
    register("ann");
    verify("ann", "long enough");
    for (int i = 0; i < 3; i++) {
      refused(() -> verify("ann", "wrong"), ErrorCode.INVALID_CREDENTIALS);
    }
    assertThatThrownBy(() -> verify("ann", "long enough"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
              assertThat(e.retryAfter()).isPresent();
            });
    Account bob = register("bob");
    assertThat(verify("bob", "long enough")).isEqualTo(bob);
  }

  @Test
  void doesNotCountSuccesses() {
    Account ann = register("ann");
    for (int i = 0; i < 20; i++) {
      assertThat(verify("ann", "long enough")).isEqualTo(ann);
    }
  }

  @Test
  void tellsTakenNamesApartAsPeopleDo() {
    register("Ann");
    refused(() -> register("aNN"), ErrorCode.USERNAME_TAKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a:b", "a/b", "a\u0000", "\u202Eann", "😀"})
  void refusesNamesThatCanNotBeRead(String username) {
    refused(() -> register(username), ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void takesNamesOf64CharactersAndNotOfMore() {
    assertThat(register("n".repeat(64)).username()).hasSize(64);
    refused(() -> register("n".repeat(65)), ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void opensNoAccountWhenRegistrationIsClosed() {
    Accounts closed = instance(false);
    refused(
        () -> closed.register("ann", "long enough".toCharArray(), HOME),
        ErrorCode.REGISTRATION_CLOSED);
  }

  @Test
  void takesAPasswordFromAnyKeyboard() {
    Account ann = accounts.register("ann", "Schl\u00fcssel\u00a0bund".toCharArray(), HOME);
    assertThat(verify("ann", "Schlu\u0308ssel bund")).isEqualTo(ann);
    assertThat(verify("ann", "Schl\u00fcssel bund")).isEqualTo(ann);
    refused(() -> verify("ann", "Schlussel bund"), ErrorCode.INVALID_CREDENTIALS);
  }

  @Test
  void knowsAPasswordThatWasHashedAsItWasTypedAndRenewsItsHash() {
    String typed = "Schlu\u0308ssel";
    Account ann = store.addOld("ann", "ann", typed);
    assertThat(verify("ann", typed)).isEqualTo(ann);
    assertThat(store.hashOf("ann")).isEqualTo("hash of Schl\u00fcssel");
    assertThat(verify("ann", "Schl\u00fcssel")).isEqualTo(ann);
  }

  @Test
  void knowsAnOldPasswordThatNobodyCouldChooseToday() {
    Account ann = store.addOld("ann", "ann", "tab\tulator");
    assertThat(verify("ann", "tab\tulator")).isEqualTo(ann);
    refused(() -> register("bob", "tab\tulator"), ErrorCode.VALIDATION_FAILED);
  }

  @Test
  void countsAPasswordOfTwoFormsAsOneAttempt() {
    register("ann");
    for (int i = 0; i < 3; i++) {
      refused(() -> verify("ann", "wru\u0308ng"), ErrorCode.INVALID_CREDENTIALS);
    }
    refused(() -> verify("ann", "wru\u0308ng"), ErrorCode.TOO_MANY_REQUESTS);
    assertThat(hasher.compared).isEqualTo(6);
  }

  @Test
  void spendsAsMuchTimeOnAnUnknownNameWhateverTheFormOfThePassword() {
    register("ann");
    refused(() -> verify("ann", "wru\u0308ng"), ErrorCode.INVALID_CREDENTIALS);
    int known = hasher.compared;
    refused(() -> verify("nobody", "wru\u0308ng"), ErrorCode.INVALID_CREDENTIALS);
    assertThat(hasher.compared).isEqualTo(2 * known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"long enough", "wru\u0308ng"})
  void refusesAnAccountWithoutAPasswordLikeAWrongPassword(String password) {
    store.addWithoutPassword("guest");
    register("ann", "another one");
    refused(() -> verify("ann", password), ErrorCode.INVALID_CREDENTIALS);
    int wrong = hasher.compared;
    refused(() -> verify("guest", password), ErrorCode.INVALID_CREDENTIALS);
    assertThat(hasher.compared).isEqualTo(2 * wrong);
  }

  @Test
  void noPasswordOpensAnAccountWithoutOne() {
    store.addWithoutPassword("guest");
    // even if the password matched the placeholder that the hasher compares with
    refused(() -> verify("guest", "no password"), ErrorCode.INVALID_CREDENTIALS);
  }

  @Test
  void halfACharacterIsNoPartOfAPassword() {
    refused(() -> register("ann", "half \ud83d of it"), ErrorCode.BAD_REQUEST);
    refused(() -> register("ann", "lost \ufffd of it"), ErrorCode.BAD_REQUEST);
    Account ann = register("ann", "half ? of it");
    // cached from now on, under a fingerprint of the encoded password
    assertThat(verify("ann", "half ? of it")).isEqualTo(ann);
    refused(() -> verify("ann", "half \ud83d of it"), ErrorCode.BAD_REQUEST);
  }

  @Test
  void countsCharactersOfAPasswordAsItIsKept() {
    refused(() -> register("ann", "🔑".repeat(7)), ErrorCode.VALIDATION_FAILED);
    refused(() -> register("ann", "u\u0308".repeat(7)), ErrorCode.VALIDATION_FAILED);
    refused(() -> register("ann", "u\u0308".repeat(257)), ErrorCode.VALIDATION_FAILED);
    Account ann = register("ann", "u\u0308".repeat(256));
    assertThat(verify("ann", "u\u0308".repeat(256))).isEqualTo(ann);
  }

  @Test
  void findsANameHoweverItIsComposed() {
    Account ann = register("J\u030c\u00e4n");
    assertThat(verify("\u01f0a\u0308n", "long enough")).isEqualTo(ann);
    assertThat(verify("\uff2a\u030cA\u0308\uff2e", "long enough")).isEqualTo(ann);
    refused(() -> register("\u01f0\u00e4n"), ErrorCode.USERNAME_TAKEN);
  }

  @Test
  void leavesNamesFromBeforeTheProfileToTheirOwners() {
    // two accounts whose names are one for the profile, and one whose name it refuses
    Account capital = store.addOld("j\u030c", "J\u030c", "password one");
    Account small = store.addOld("\u01f0", "\u01f0", "password two");
    Account ligature = store.addOld("fix", "\ufb01x", "password three");
    assertThat(verify("J\u030c", "password one")).isEqualTo(capital);
    assertThat(verify("\u01f0", "password two")).isEqualTo(small);
    assertThat(verify("\ufb01x", "password three")).isEqualTo(ligature);
    refused(() -> register("J\u030c"), ErrorCode.USERNAME_TAKEN);
    refused(() -> register("\ufb01y"), ErrorCode.VALIDATION_FAILED);
  }

  private static String network(int number) {
    return "198.51.100." + number;
  }

  @Test
  void aFewAccountsFromOneNetworkAndSomeInAll() {
    for (int i = 0; i < 5; i++) {
      register("user" + i);
    }
    refused(() -> register("one-more"), ErrorCode.TOO_MANY_REQUESTS);
    for (int i = 0; i < 3; i++) {
      accounts.register("other" + i, "long enough".toCharArray(), network(i));
    }
    Accounts another = instance(true);
    refused(
        () -> another.register("late", "long enough".toCharArray(), network(9)),
        ErrorCode.TOO_MANY_REQUESTS);
    shared.pass(Duration.ofMinutes(13));
    another.register("late", "long enough".toCharArray(), network(9));
  }

  @Test
  void namesThatAreTakenAreToldAFewTimesOnly() {
    register("ann");
    for (int i = 0; i < 4; i++) {
      refused(() -> register("ann"), ErrorCode.USERNAME_TAKEN);
    }
    refused(() -> register("ann"), ErrorCode.TOO_MANY_REQUESTS);
  }

  @Test
  void failuresFromManyNetworksDelayANameButNotItsOwner() {
    register("ann");
    Account ann = verify("ann", "long enough");
    for (int i = 0; i < 10; i++) {
      String elsewhere = network(i);
      refused(() -> verify(accounts, "ann", "wrong", elsewhere), ErrorCode.INVALID_CREDENTIALS);
    }
    hasher.compared = 0;
    refused(() -> verify(accounts, "ann", "long enough", network(77)), ErrorCode.TOO_MANY_REQUESTS);
    Accounts another = instance(true);
    refused(() -> verify(another, "ann", "wrong", network(78)), ErrorCode.TOO_MANY_REQUESTS);
    assertThat(hasher.compared).as("passwords that were verified").isZero();
    assertThat(verify(another, "ann", "long enough", HOME)).isEqualTo(ann);
    shared.pass(Duration.ofSeconds(2));
    Accounts third = instance(true);
    refused(() -> verify(third, "ann", "wrong", network(79)), ErrorCode.INVALID_CREDENTIALS);
    shared.pass(Duration.ofSeconds(1));
    refused(() -> verify(instance(true), "ann", "wrong", network(80)), ErrorCode.TOO_MANY_REQUESTS);
  }

  @Test
  void failuresInAllLeaveOwnersTheirs() {
    register("ann");
    Account ann = verify("ann", "long enough");
    for (int i = 0; i < 20; i++) {
      int number = i;
      refused(
          () -> verify(accounts, "nobody" + number, "wrong", network(number)),
          ErrorCode.INVALID_CREDENTIALS);
    }
    refused(() -> verify(accounts, "bob", "wrong", network(99)), ErrorCode.TOO_MANY_REQUESTS);
    assertThat(verify(instance(true), "ann", "long enough", HOME)).isEqualTo(ann);
  }

  @Test
  void wrongPasswordsFromANetworkCountOnAllInstances() {
    register("ann");
    for (int i = 0; i < 3; i++) {
      refused(() -> verify("ann", "wrong"), ErrorCode.INVALID_CREDENTIALS);
    }
    refused(() -> verify(instance(true), "ann", "long enough", HOME), ErrorCode.TOO_MANY_REQUESTS);
  }

  private static final class MemoryStore implements AccountStore, PasswordStore {
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<Long, PasswordCredential> passwords = new HashMap<>();

    @Override
    public Optional<Account> addAccount(Username username, String hash) {
      return accounts.containsKey(username.key())
          ? Optional.empty()
          : Optional.of(add(username.key(), username.text(), hash));
    }

    private Account add(String key, String username, String hash) {
      Account account = new Account(accounts.size() + 1L, username);
      accounts.put(key, account);
      passwords.put(account.id(), new PasswordCredential(account.id(), hash));
      return account;
    }

    @Override
    public Optional<Account> find(Username username) {
      return Optional.ofNullable(accounts.get(username.earlierKey()))
          .or(() -> Optional.ofNullable(accounts.get(username.key())));
    }

    @Override
    public Optional<PasswordCredential> find(long accountId) {
      return Optional.ofNullable(passwords.get(accountId));
    }

    @Override
    public void replace(PasswordCredential known, String hash) {
      passwords.replace(known.accountId(), known, new PasswordCredential(known.accountId(), hash));
    }

    /** Adds an account of an earlier version, which stored name and password without a profile. */
    Account addOld(String key, String username, String password) {
      return add(key, username, "hash of " + password);
    }

    void addWithoutPassword(String username) {
      accounts.put(username, new Account(accounts.size() + 1L, username));
    }

    String hashOf(String key) {
      return passwords.get(accounts.get(key).id()).hash();
    }
  }

  private static final class CountingHasher implements PasswordHasher {
    private int compared;

    @Override
    public String hash(char[] password) {
      return "hash of " + new String(password);
    }

    @Override
    public String ofNobody() {
      return "hash of no password";
    }

    @Override
    public boolean matches(char[] password, String hash) {
      compared++;
      return hash.equals(hash(password));
    }
  }
}
