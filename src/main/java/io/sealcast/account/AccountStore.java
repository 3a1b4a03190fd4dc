package io.sealcast.account;

import java.util.Optional;

/** Where accounts are kept. What proves that somebody owns one lies elsewhere. */
interface AccountStore {
  /**
   * The account of this name: under its earlier key first, so that an account from before the
   * profile stays its owner's, whichever other name has the same key today.
   */
  Optional<Account> find(Username username);
}
