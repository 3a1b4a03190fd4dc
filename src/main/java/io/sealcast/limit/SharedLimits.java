package io.sealcast.limit;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits that all instances share. While the database is away, nothing is limited here: each
 * instance also has limits of its own.
 */
public interface SharedLimits {
  /**
   * Counts a use if it is allowed.
   *
   * @return empty when it is allowed, or the time to wait
   */
  Optional<Duration> take(RateLimit limit, String whose);

  /**
   * Checks whether a use is allowed, without counting it.
   *
   * @return empty when it is allowed, or the time to wait
   */
  Optional<Duration> check(RateLimit limit, String whose);

  /** Counts a use that {@link #check} has allowed. */
  void count(RateLimit limit, String whose);

  /** Returns the time for which a user name is blocked after failures, or empty. */
  Optional<Duration> blocked(String name);

  /**
   * Counts a failure of a user name. From {@link FailureDelays#FREE} failures on, each blocks the
   * name for longer.
   */
  void failed(String name);

  /** Whether a user name was signed in from a network before. */
  boolean isKnown(String name, String network);

  /**
   * Records that a user name was signed in from a network.
   *
   * @param wasKnown whether {@link #isKnown}; if not, the failures of the name are forgotten
   */
  void succeeded(String name, String network, boolean wasKnown);
}
