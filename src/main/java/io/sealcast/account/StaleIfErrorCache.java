package io.sealcast.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sealcast.problem.DomainException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whom the database has recognised. It is asked again once that isn't fresh any more; when it can't
 * be asked, what it said last is believed for {@link #WITHOUT_DATABASE}, so that whoever watches
 * goes on watching without it.
 */
final class StaleIfErrorCache<V> {
  static final Duration WITHOUT_DATABASE = Duration.ofMinutes(5);

  /** Nanoseconds: asked again after the one, not believed after the other. */
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
   * What is known under a name.
   *
   * @param ask asks the database; what it throws other than {@link DomainException} means that the
   *     database is away
   */
  Optional<V> get(String name, Supplier<Optional<V>> ask) {
    long now = ticker.read();
    Entry<V> known = entries.getIfPresent(name);
    if (known != null && now - known.freshUntil() < 0) {
      return Optional.of(known.value());
    }
    try {
      Optional<V> told = ask.get();
      told.ifPresentOrElse(
          value -> entries.put(name, entry(value, now, now + WITHOUT_DATABASE.toNanos())),
          () -> entries.invalidate(name));
      return told;
    } catch (DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      if (known == null || now - known.believedUntil() >= 0) {
        throw e;
      }
      // not with every request: it may take its time to be away
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
