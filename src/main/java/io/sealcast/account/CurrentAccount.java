package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.util.Optional;

/** The account of the current request. */
@RequestScoped
public class CurrentAccount {
  @Inject private SecurityContext security;

  /** Returns the account, or empty without authentication. */
  public Optional<Account> find() {
    return security.getPrincipalsByType(AccountPrincipal.class).stream()
        .findFirst()
        .map(AccountPrincipal::account);
  }

  /**
   * Returns the account.
   *
   * @throws DomainException NOT_AUTHENTICATED without authentication
   */
  public Account require() {
    return find().orElseThrow(() -> new DomainException(ErrorCode.NOT_AUTHENTICATED));
  }
}
