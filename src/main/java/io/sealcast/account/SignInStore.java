package io.sealcast.account;

import java.time.Instant;
import java.util.Optional;

/** Where sign-ins are kept, under the SHA-256 of their token. */
interface SignInStore {

  /** A sign-in that was valid when it was read. */
  record Stored(Account account, Instant expiresAt) {}

  void add(byte[] tokenHash, Account account, Instant expiresAt);

  /** The sign-in, expired or not. */
  Optional<Stored> find(byte[] tokenHash);

  void remove(byte[] tokenHash);

  /** Forgets what expired before {@code now}; returns how many. */
  int removeExpired(Instant now);
}
