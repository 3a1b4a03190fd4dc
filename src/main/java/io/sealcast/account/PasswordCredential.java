package io.sealcast.account;

/**
 * The hash of an account's password.
 *
 * @param hash result of {@link PasswordHasher#hash}
 */
record PasswordCredential(long accountId, String hash) {
  /** Omits the hash, so that it can't appear in a log. */
  @Override
  public String toString() {
    return "PasswordCredential[accountId=" + accountId + "]";
  }
}
