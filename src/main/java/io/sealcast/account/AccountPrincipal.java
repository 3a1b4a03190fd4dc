package io.sealcast.account;

import jakarta.security.enterprise.CallerPrincipal;

/** The principal of the caller, with the caller's account. */
public class AccountPrincipal extends CallerPrincipal {
  private final transient Account account;

  public AccountPrincipal(Account account) {
    super(account.username());
    this.account = account;
  }

  public Account account() {
    return account;
  }
}
