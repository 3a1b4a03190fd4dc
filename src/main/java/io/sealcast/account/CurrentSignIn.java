package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The sign-in of the current request, for pages and for responses that last. */
@RequestScoped
public class CurrentSignIn {
  @Inject private HttpServletRequest request;
  @Inject private CurrentAccount current;
  @Inject private SignIns signIns;
  @Inject private SignInWatchers watchers;

  /**
   * Returns a public name of the sign-in, which doesn't reveal its token. Pages use it to keep the
   * data of different sign-ins in one browser apart. For a caller without a cookie, the name is
   * derived from the account.
   *
   * @throws DomainException NOT_AUTHENTICATED without authentication
   */
  public String name() {
    Account account = current.require();
    return token().map(SignIns::publicName).orElseGet(() -> "account-" + account.id());
  }

  /**
   * Rejects a request of a page that was rendered for another sign-in.
   *
   * @param name result of {@link #name()} when the page was rendered, or null when the caller isn't
   *     a page
   * @throws DomainException NOT_AUTHENTICATED
   */
  public void requireNamed(@Nullable String name) {
    if (name != null && !name.equals(name())) {
      throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
    }
  }

  /**
   * Returns a check whether the sign-in is still valid, which may be called until the request ends.
   * It notices a sign-out on another instance within seconds; see {@link SignIns}. Credentials in
   * the request itself remain valid as long as the request lasts.
   */
  public BooleanSupplier holds() {
    Optional<String> token = token();
    return () -> token.isEmpty() || signIns.resolve(token.get()).isPresent();
  }

  /**
   * Watches the sign-in for its end; see {@link SignInWatchers#watch}. Credentials in the request
   * itself remain valid as long as the request lasts, so that nothing is watched.
   */
  public SignInWatchers.Watch watch(Runnable onEnd) {
    return watchers.watch(tokenHash().orElse(null), onEnd);
  }

  /**
   * Returns the hash by which {@link SignInWatchers} knows the sign-in, for a connection that lasts
   * longer than the request; empty for a caller without a cookie.
   */
  public Optional<String> tokenHash() {
    return token().map(SignIns::hashInHex);
  }

  private Optional<String> token() {
    return request.getAttribute(SealcastAuthenticationMechanism.BY_COOKIE) == Boolean.TRUE
        ? SignInService.token(request)
        : Optional.empty();
  }
}
