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
  private int asked;
  private final StaleIfErrorCache<String> cache = new StaleIfErrorCache<>(10, FRESH, () -> now);

  private Optional<String> ask(String answer) {
    return cache.get(
        "cookie",
        () -> {
          asked++;
          return Optional.ofNullable(answer);
        });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void asksOnlyOnceWhileTheAnswerIsFresh() {
    ask("ann");
    pass(FRESH.minusNanos(1));
    assertThat(ask("bob")).contains("ann");
    pass(Duration.ofNanos(1));
    assertThat(ask("bob")).contains("bob");
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void believesTheLastAnswerForAWhileWhenTheDatabaseIsAway() {
    ask("ann");
    pass(FRESH);
    assertThat(cache.get("cookie", AWAY)).contains("ann");
    pass(StaleIfErrorCache.WITHOUT_DATABASE.minus(FRESH).minusNanos(1));
    assertThat(cache.get("cookie", AWAY)).contains("ann");
    pass(FRESH);
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNotAskAnAbsentDatabaseWithEveryRequest() {
    ask("ann");
    pass(FRESH);
    cache.get("cookie", AWAY);
    assertThat(ask("bob")).contains("ann");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void believesNobodyWhomTheDatabaseHasNotRecognised() {
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
    ask("ann");
    pass(FRESH);
    assertThat(ask(null)).isEmpty();
    assertThatThrownBy(() -> cache.get("cookie", AWAY)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void passesOnWhatIsWrongWithTheCaller() {
    ask("ann");
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
    ask("ann");
    cache.forget("cookie");
    assertThat(ask(null)).isEmpty();
  }
}
