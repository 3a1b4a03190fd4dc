package io.sealcast.account;

/**
 * What an account's password is compared with.
 *
 * @param hash as {@link PasswordHasher} made it
 */
record PasswordCredential(long accountId, String hash) {
  /** Shows no hash: it would end up in logs. */
  @Override
  public String toString() {
    return "PasswordCredential[accountId=" + accountId + "]";
  }
}
