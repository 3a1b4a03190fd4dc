package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Rejects a header {@code Authorization} that no other scheme has handled. A caller that sends one
 * must not be taken for the owner of a cookie in the same request.
 */
@ApplicationScoped
class UnknownAuthorizationScheme implements CredentialScheme {
  @Override
  public int order() {
    return UNKNOWN_AUTHORIZATION;
  }

  @Override
  public Optional<Account> recognise(HttpServletRequest request) {
    if (request.getHeader("Authorization") != null) {
      throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
    }
    return Optional.empty();
  }
}
