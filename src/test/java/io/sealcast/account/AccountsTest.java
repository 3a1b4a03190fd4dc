package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private final MemoryStore store = new MemoryStore();
  private final CountingHasher hasher = new CountingHasher();
  private final Accounts accounts = new Accounts(store, hasher, new SignInThrottle(3), true);

  private Account register(String username) {
    return accounts.register(username, "long enough".toCharArray());
  }

  private Account verify(String username, String password) {
    return accounts.verify(username, password.toCharArray(), "192.0.2.1");
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
    Accounts closed = new Accounts(store, hasher, new SignInThrottle(3), false);
    refused(
        () -> closed.register("ann", "long enough".toCharArray()), ErrorCode.REGISTRATION_CLOSED);
  }

  private static final class MemoryStore implements AccountStore {
    private final Map<String, Stored> rows = new HashMap<>();

    @Override
    public Optional<Account> add(Username username, String passwordHash) {
      Account account = new Account(rows.size() + 1L, username.text());
      Stored before = rows.putIfAbsent(username.key(), new Stored(account, passwordHash));
      return before == null ? Optional.of(account) : Optional.empty();
    }

    @Override
    public Optional<Stored> find(Username username) {
      return Optional.ofNullable(rows.get(username.key()));
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
      return "nobody";
    }

    @Override
    public boolean matches(char[] password, String hash) {
      compared++;
      return hash.equals(hash(password));
    }
  }
}
