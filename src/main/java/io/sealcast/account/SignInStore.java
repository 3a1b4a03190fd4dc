package io.sealcast.account;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Stores sign-ins by the SHA-256 of their token. */
interface SignInStore {

  /** A stored sign-in. */
  record Stored(Account account, Instant expiresAt) {}

  void add(byte[] tokenHash, Account account, Instant expiresAt);

  /** Returns the sign-in, whether or not it has expired. */
  Optional<Stored> find(byte[] tokenHash);

  /** Returns those of the hashes, in hex, whose sign-ins exist and expire after {@code now}. */
  Set<String> valid(Collection<byte[]> tokenHashes, Instant now);

  void remove(byte[] tokenHash);

  /** Removes the sign-ins that expired before {@code now} and returns their number. */
  int removeExpired(Instant now);
}
