package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealcastAuthenticationMechanismTest {
  private static final Account ANN = new Account(1, "ann");
  private static final Account BOB = new Account(2, "bob");

  private final SignIns signIns = new SignIns(new OneSignIn(), Duration.ofHours(1));
  private final Map<String, Object> attributes = new HashMap<>();
  private final Set<Long> full = new HashSet<>();
  private final List<CredentialScheme> schemes =
      new ArrayList<>(
          List.of(
              new CookieScheme(signIns),
              new UnknownAuthorizationScheme(),
              new BasicScheme(null, null)));

  @Test
  void aCookieTellsWhoTheCallerIsAndThatItDid() {
    assertThat(recognise(null, signIns.create(ANN))).isEqualTo(ANN);
    assertThat(attributes)
        .containsEntry(SealcastAuthenticationMechanism.BY_COOKIE, Boolean.TRUE)
        .doesNotContainKey(SealcastAuthenticationMechanism.FAILURE);
  }

  @Test
  void aCallerWithTooManyRequestsIsNotLoggedIn() {
    full.add(ANN.id());
    assertThat(recognise(null, signIns.create(ANN))).isNull();
    assertThat(attributes)
        .containsEntry(SealcastAuthenticationMechanism.OVER_LIMIT, Boolean.TRUE)
        .doesNotContainKey(SealcastAuthenticationMechanism.FAILURE);
    attributes.clear();
    assertThat(recognise(null, signIns.create(BOB))).isEqualTo(BOB);
    assertThat(attributes).doesNotContainKey(SealcastAuthenticationMechanism.OVER_LIMIT);
  }

  @Test
  void aCookieThatIsUnknownIsNoFailure() {
    assertThat(recognise(null, "A".repeat(43))).isNull();
    assertThat(recognise(null, null)).isNull();
    assertThat(attributes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer abc, NOT_AUTHENTICATED",
    "Digest abc, NOT_AUTHENTICATED",
    "'', NOT_AUTHENTICATED",
    "Basic %%%, INVALID_CREDENTIALS"
  })
  void aHeaderThatProvesNothingIsAFailureWhateverTheCookie(String header, ErrorCode code) {
    assertThat(recognise(header, signIns.create(ANN))).isNull();
    assertThat(attributes).doesNotContainKey(SealcastAuthenticationMechanism.BY_COOKIE);
    assertThat(attributes.get(SealcastAuthenticationMechanism.FAILURE))
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void anotherSchemeTakesItsPlaceAmongThoseThatAreHere() {
    schemes.add(scheme(CredentialScheme.BASIC + 1, BOB));
    assertThat(recognise("Bearer abc", signIns.create(ANN))).isEqualTo(BOB);
    schemes.add(scheme(CredentialScheme.BASIC - 1, ANN));
    assertThat(recognise("Bearer abc", null)).isEqualTo(ANN);
  }

  private static CredentialScheme scheme(int order, Account account) {
    return new CredentialScheme() {
      @Override
      public int order() {
        return order;
      }

      @Override
      public Optional<Account> recognise(HttpServletRequest request) {
        return Optional.of(account);
      }
    };
  }

  /** Returns the account of which the container is notified, or null. */
  private Account recognise(String authorization, String token) {
    Account[] notified = new Account[1];
    HttpServletRequest request =
        proxy(
            HttpServletRequest.class,
            (name, arguments) ->
                switch (name) {
                  case "getHeader" -> authorization;
                  case "isSecure" -> false;
                  case "getCookies" ->
                      token == null ? null : new Cookie[] {new Cookie(SignInService.COOKIE, token)};
                  default -> attributes.put((String) arguments[0], arguments[1]);
                });
    HttpMessageContext context =
        proxy(
            HttpMessageContext.class,
            (name, arguments) -> {
              if (name.equals("getMessageInfo")) {
                return proxy(MessageInfo.class, (getMap, none) -> new HashMap<String, Object>());
              }
              if (name.equals("notifyContainerAboutLogin")) {
                notified[0] = ((AccountPrincipal) arguments[0]).account();
                return AuthenticationStatus.SUCCESS;
              }
              return AuthenticationStatus.NOT_DONE;
            });
    new SealcastAuthenticationMechanism(schemes, full::contains)
        .validateRequest(request, null, context);
    return notified[0];
  }

  private interface Answer {
    Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  /** A store that contains only the latest sign-in. */
  private static final class OneSignIn implements SignInStore {
    private byte[] hash;
    private Stored stored;

    @Override
    public void add(byte[] tokenHash, Account account, Instant expiresAt) {
      hash = tokenHash;
      stored = new Stored(account, expiresAt);
    }

    @Override
    public Optional<Stored> find(byte[] tokenHash) {
      return Arrays.equals(hash, tokenHash) ? Optional.of(stored) : Optional.empty();
    }

    @Override
    public Set<String> valid(Collection<byte[]> tokenHashes, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(byte[] tokenHash) {
      stored = null;
    }

    @Override
    public int removeExpired(Instant now) {
      return 0;
    }
  }
}
