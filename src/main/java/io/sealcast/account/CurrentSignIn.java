package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The sign-in that the present request came with, for what lasts longer than a moment. */
@RequestScoped
public class CurrentSignIn {
  @Inject private HttpServletRequest request;
  @Inject private CurrentAccount current;
  @Inject private SignIns signIns;

  /**
   * A name for the sign-in that the browser's pages may know, and that tells nothing about its
   * token: what one sign-in's pages share among them must not reach another's. Who comes without a
   * cookie has one by account.
   *
   * @throws DomainException NOT_AUTHENTICATED for somebody who isn't signed in
   */
  public String name() {
    Account account = current.require();
    return token().map(SignIns::publicName).orElseGet(() -> "account-" + account.id());
  }

  /**
   * Refuses a request of a page that was made for another sign-in.
   *
   * @param name what {@link #name()} was when the page was made, or null for callers that are no
   *     page
   * @throws DomainException NOT_AUTHENTICATED
   */
  public void requireNamed(@Nullable String name) {
    if (name != null && !name.equals(name())) {
      throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
    }
  }

  /**
   * Whether the sign-in still holds, to be asked at any time until the request has ended. A
   * sign-out elsewhere is noticed within seconds; see {@link SignIns}. Credentials that come with
   * the request itself hold as long as it lasts.
   */
  public BooleanSupplier holds() {
    Optional<String> token = token();
    return () -> token.isEmpty() || signIns.resolve(token.get()).isPresent();
  }

  private Optional<String> token() {
    return request.getAttribute(SealcastAuthenticationMechanism.BY_COOKIE) == Boolean.TRUE
        ? SignInService.token(request)
        : Optional.empty();
  }
}
