package io.sealcast.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sealcast.problem.DomainException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cache of the database's answers. A value is queried again when it isn't fresh any more. While
 * the database is unavailable, a value stays valid for {@link #WITHOUT_DATABASE}, so that viewers
 * can continue to watch. Thread-safe.
 */
final class StaleIfErrorCache<V> {
  static final Duration WITHOUT_DATABASE = Duration.ofMinutes(5);

  /** A cached value; {@code freshUntil} and {@code believedUntil} are nanoseconds of the ticker. */
  private record Entry<V>(V value, long freshUntil, long believedUntil) {}

  private final Cache<String, Entry<V>> entries;
  private final long fresh;
  private final Ticker ticker;

  StaleIfErrorCache(int most, Duration fresh) {
    this(most, fresh, Ticker.systemTicker());
  }

  StaleIfErrorCache(int most, Duration fresh, Ticker ticker) {
    this.fresh = fresh.toNanos();
    this.ticker = ticker;
    entries =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfterWrite(fresh.plus(WITHOUT_DATABASE))
            .ticker(ticker)
            .build();
  }

  /**
   * Returns the value for a name.
   *
   * @param query queries the database; an exception other than {@link DomainException} means that
   *     the database is unavailable
   */
  Optional<V> get(String name, Supplier<Optional<V>> query) {
    long now = ticker.read();
    Entry<V> known = entries.getIfPresent(name);
    if (known != null && now - known.freshUntil() < 0) {
      return Optional.of(known.value());
    }
    try {
      Optional<V> found = query.get();
      found.ifPresentOrElse(
          value -> entries.put(name, entry(value, now, now + WITHOUT_DATABASE.toNanos())),
          () -> entries.invalidate(name));
      return found;
    } catch (DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      if (known == null || now - known.believedUntil() >= 0) {
        throw e;
      }
      // the value counts as fresh again, since not every request should wait for the failing
      // database
      entries.put(name, entry(known.value(), now, known.believedUntil()));
      return Optional.of(known.value());
    }
  }

  private Entry<V> entry(V value, long now, long believedUntil) {
    return new Entry<>(value, now + fresh, believedUntil);
  }

  void forget(String name) {
    entries.invalidate(name);
  }
}
