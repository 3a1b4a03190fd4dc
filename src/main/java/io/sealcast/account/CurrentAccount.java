package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.util.Optional;

/** Who makes the present request. */
@RequestScoped
public class CurrentAccount {
  @Inject private SecurityContext security;

  /** The account, or empty for somebody who isn't signed in. */
  public Optional<Account> find() {
    return security.getPrincipalsByType(AccountPrincipal.class).stream()
        .findFirst()
        .map(AccountPrincipal::account);
  }

  /**
   * The account.
   *
   * @throws DomainException NOT_AUTHENTICATED for somebody who isn't signed in
   */
  public Account require() {
    return find().orElseThrow(() -> new DomainException(ErrorCode.NOT_AUTHENTICATED));
  }
}
