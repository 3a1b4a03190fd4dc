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

  /**
   * The account of this name: under its earlier key first, so that an account from before the
   * profile stays its owner's, whichever other name has the same key today.
   */
  Optional<Stored> find(Username username);

  /** Exchanges the hash, unless it has changed since it was read. */
  void replaceHash(Stored stored, String passwordHash);
}
