package io.sealcast.account;

/** The requests that are under way, by account. */
public interface AccountRequests {
  /** Whether the account may have no more requests under way at present. */
  boolean isFull(long accountId);
}
