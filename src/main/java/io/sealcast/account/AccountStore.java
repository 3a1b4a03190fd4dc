package io.sealcast.account;

import java.util.Optional;

/** Where accounts are kept. */
interface AccountStore {

  /**
   * An account with the hash of its password.
   *
   * @param passwordHash as {@link PasswordHasher} made it
   */
  record Stored(Account account, String passwordHash) {}

  /** Adds an account; empty when the name is taken. */
  Optional<Account> add(Username username, String passwordHash);

  Optional<Stored> find(Username username);
}
