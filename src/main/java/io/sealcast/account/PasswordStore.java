package io.sealcast.account;

import java.util.Optional;

/** Where the hashes of passwords are kept. An account may have none. */
interface PasswordStore {
  /** The id of no account, for a look-up that takes as long as any other. */
  long NOBODY = 0;

  /** Adds an account with its password, both or neither; empty when the name is taken. */
  Optional<Account> addAccount(Username username, String hash);

  /** The credential of an account; empty for one that has no password. */
  Optional<PasswordCredential> find(long accountId);

  /** Exchanges the hash, unless it has changed since it was read. */
  void replace(PasswordCredential known, String hash);
}
