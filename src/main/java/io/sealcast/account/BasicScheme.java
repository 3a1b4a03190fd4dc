package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Authenticates by user name and password in the header {@code Authorization} (RFC 7617). */
@ApplicationScoped
class BasicScheme implements CredentialScheme {
  private final Accounts accounts;
  private final ClientAddress clientAddress;

  @Inject
  BasicScheme(Accounts accounts, ClientAddress clientAddress) {
    this.accounts = accounts;
    this.clientAddress = clientAddress;
  }

  @Override
  public int order() {
    return BASIC;
  }

  @Override
  public Optional<Account> recognise(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (!BasicCredentials.isIn(header)) {
      return Optional.empty();
    }
    try (BasicCredentials credentials =
        BasicCredentials.parse(header)
            .orElseThrow(() -> new DomainException(ErrorCode.INVALID_CREDENTIALS))) {
      return Optional.of(
          accounts.verify(
              credentials.username(), credentials.password(), clientAddress.networkOf(request)));
    }
  }
}
