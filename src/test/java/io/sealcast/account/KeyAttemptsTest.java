package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.limit.MemorySharedLimits;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeyAttemptsTest {
  private static final long ANN = 1;
  private static final long BOB = 2;
  private static final long VIDEO = 7;

  private final MemorySharedLimits shared = new MemorySharedLimits();
  private final KeyAttempts attempts = new KeyAttempts(shared, 3, Duration.ofHours(1), 2);

  @Test
  void wrongKeysCountAndRightOnesDoNot() {
    for (int i = 0; i < 9; i++) {
      attempts.begin(ANN, VIDEO).close();
    }
    for (int i = 0; i < 3; i++) {
      try (KeyAttempts.Attempt attempt = attempts.begin(ANN, VIDEO)) {
        attempt.failed();
      }
    }
    refuses(ANN, VIDEO);
    attempts.begin(ANN, VIDEO + 1).close();
    attempts.begin(BOB, VIDEO).close();
  }

  @Test
  void anAccountTriesAFewAtATimeOnWhicheverVideos() {
    KeyAttempts.Attempt first = attempts.begin(ANN, VIDEO);
    attempts.begin(ANN, VIDEO + 1);
    refuses(ANN, VIDEO + 2);
    attempts.begin(BOB, VIDEO).close();
    first.close();
    attempts.begin(ANN, VIDEO + 2).close();
  }

  @Test
  void aThrottledAttemptHoldsNoPlace() {
    for (int i = 0; i < 3; i++) {
      try (KeyAttempts.Attempt attempt = attempts.begin(ANN, VIDEO)) {
        attempt.failed();
      }
    }
    for (int i = 0; i < 5; i++) {
      refuses(ANN, VIDEO);
    }
    attempts.begin(ANN, VIDEO + 1).close();
  }

  @Test
  void wrongKeysOfAnotherInstanceCount() {
    KeyAttempts elsewhere = new KeyAttempts(shared, 3, Duration.ofHours(1), 2);
    for (int i = 0; i < 3; i++) {
      try (KeyAttempts.Attempt attempt = elsewhere.begin(ANN, VIDEO)) {
        attempt.failed();
      }
    }
    refuses(ANN, VIDEO);
    attempts.begin(BOB, VIDEO).close();
  }

  @Test
  void onlyAWrongKeyStaysCounted() {
    for (int i = 0; i < 5; i++) {
      assertThat(attempts.<String>attempt(ANN, VIDEO, () -> "key")).isEqualTo("key");
      assertThatThrownBy(() -> attempts.attempt(ANN, VIDEO, failing(ErrorCode.OVERLOADED)))
          .isInstanceOf(DomainException.class);
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () -> attempts.attempt(ANN, VIDEO, failing(ErrorCode.INVALID_ENCRYPTION_KEY)))
          .isInstanceOf(DomainException.class);
    }
    refuses(ANN, VIDEO);
  }

  private static Supplier<String> failing(ErrorCode code) {
    return () -> {
      throw new DomainException(code);
    };
  }

  private void refuses(long account, long video) {
    assertThatThrownBy(() -> attempts.begin(account, video))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
              assertThat(e.retryAfter()).isPresent();
            });
  }
}
