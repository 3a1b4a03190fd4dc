package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises the caller by HTTP Basic or by the sign-in cookie. It answers nothing by itself: what
 * is wrong with the credentials lies in {@link #FAILURE} for whoever guards the path, so that the
 * API answers in its own format and a page can still be shown.
 */
@ApplicationScoped
public class SealcastAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** Request attribute: the {@link DomainException} of credentials that weren't accepted. */
  public static final String FAILURE = "io.sealcast.account.failure";

  /** Request attribute: TRUE when it was the cookie that told who the caller is. */
  public static final String BY_COOKIE = "io.sealcast.account.byCookie";

  private static final Set<String> GROUPS = Set.of("user");

  private final Accounts accounts;
  private final SignIns signIns;
  private final ClientAddress clientAddress;

  @Inject
  SealcastAuthenticationMechanism(Accounts accounts, SignIns signIns, ClientAddress clientAddress) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.clientAddress = clientAddress;
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<Account> caller;
    try {
      caller = recognise(request);
    } catch (DomainException e) {
      request.setAttribute(FAILURE, e);
      return context.doNothing();
    } catch (RuntimeException e) {
      // The only thing that breaks here is the database.
      request.setAttribute(FAILURE, new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e));
      return context.doNothing();
    }
    return caller.isPresent()
        ? context.notifyContainerAboutLogin(new AccountPrincipal(caller.get()), GROUPS)
        : context.doNothing();
  }

  private Optional<Account> recognise(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      if (!BasicCredentials.isIn(header)) {
        throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
      }
      try (BasicCredentials credentials =
          BasicCredentials.parse(header)
              .orElseThrow(() -> new DomainException(ErrorCode.INVALID_CREDENTIALS))) {
        return Optional.of(
            accounts.verify(
                credentials.username(), credentials.password(), clientAddress.of(request)));
      }
    }
    Optional<Account> caller = SignInService.token(request).flatMap(signIns::resolve);
    caller.ifPresent(account -> request.setAttribute(BY_COOKIE, Boolean.TRUE));
    return caller;
  }
}
