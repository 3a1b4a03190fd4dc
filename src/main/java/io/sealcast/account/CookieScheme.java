package io.sealcast.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Authenticates by the cookie of a signed-in browser. An unknown or expired cookie is ignored. */
@ApplicationScoped
class CookieScheme implements CredentialScheme {
  private final SignIns signIns;

  @Inject
  CookieScheme(SignIns signIns) {
    this.signIns = signIns;
  }

  @Override
  public int order() {
    return COOKIE;
  }

  @Override
  public Optional<Account> recognise(HttpServletRequest request) {
    Optional<Account> caller = SignInService.token(request).flatMap(signIns::resolve);
    caller.ifPresent(
        account -> request.setAttribute(SealcastAuthenticationMechanism.BY_COOKIE, Boolean.TRUE));
    return caller;
  }
}
