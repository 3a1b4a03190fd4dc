package io.sealcast.account;

import java.util.Optional;

/** Stores accounts, without their credentials. */
interface AccountStore {
  /**
   * Returns the account with a user name. The name's earlier key is looked up first: an account
   * that was created before the PRECIS profile remains reachable even if another name has the same
   * key now.
   */
  Optional<Account> find(Username username);
}
