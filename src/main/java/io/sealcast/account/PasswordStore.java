package io.sealcast.account;

import java.util.Optional;

/** Stores the hashes of passwords. An account may have none. */
interface PasswordStore {
  /** An id that no account has, for a query that takes as long as any other. */
  long NOBODY = 0;

  /** Adds an account with a password in one transaction. Returns empty when the name is taken. */
  Optional<Account> addAccount(Username username, String hash);

  /** Returns the credential of an account, or empty when the account has no password. */
  Optional<PasswordCredential> find(long accountId);

  /** Replaces the hash unless it has changed since it was read. */
  void replace(PasswordCredential known, String hash);
}
