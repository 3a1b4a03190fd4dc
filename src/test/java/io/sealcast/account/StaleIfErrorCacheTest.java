package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StaleIfErrorCacheTest {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Supplier<Optional<String>> AWAY =
      () -> {
        throw new IllegalStateException("no database");
      };

  private long now;
  private int queries;
  private final StaleIfErrorCache<String> cache = new StaleIfErrorCache<>(10, FRESH, () -> now);

  private Optional<String> get(String answer) {
    return cache.get(
        "cookie",
        () -> {
          queries++;
          return Optional.ofNullable(answer);
        });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void asksOnlyOnceWhileTheAnswerIsFresh() {
    get("ann");
    pass(FRESH.minusNanos(1));
    assertThat(get("bob")).contains("ann");
    pass(Duration.ofNanos(1));
    assertThat(get("bob")).contains("bob");
    assertThat(queries).isEqualTo(2);
  }

  @Test
  void believesTheLastAnswerForAWhileWhenTheDatabaseIsAway() {
    get("ann");
    pass(FRESH);
    assertThat(cache.get("cookie", AWAY)).contains("ann");
    pass(StaleIfErrorCache.WITHOUT_DATABASE.minus(FRESH).minusNanos(1));
    assertThat(cache.get("cookie", AWAY)).contains("ann");
    pass(FRESH);
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNotAskAnAbsentDatabaseWithEveryRequest() {
    get("ann");
    pass(FRESH);
    cache.get("cookie", AWAY);
    assertThat(get("bob")).contains("ann");
    assertThat(queries).isEqualTo(1);
  }

  @Test
  void believesNobodyWhomTheDatabaseHasNotRecognised() {
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
    get("ann");
    pass(FRESH);
    assertThat(get(null)).isEmpty();
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passesOnWhatIsWrongWithTheCaller() {
    get("ann");
    pass(FRESH);
    assertThatThrownBy(
            () ->
                cache.get(
                    "cookie",
                    () -> {
                      throw new DomainException(ErrorCode.OVERLOADED);
                    }))
        .isInstanceOf(DomainException.class);
  }

  @Test
  void forgetsWhoSignedOutAtOnce() {
    get("ann");
    cache.forget("cookie");
    assertThat(get(null)).isEmpty();
  }
}
