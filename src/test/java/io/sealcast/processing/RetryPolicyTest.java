package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

  private final RetryPolicy policy =
      new RetryPolicy(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)));

  @Test
  void triesTwiceAgainWithALongerPause() {
    assertThat(policy.isSpent(1)).isFalse();
    assertThat(policy.next(1, NOW)).isEqualTo("2030-01-02T03:04:15Z");
    assertThat(policy.isSpent(2)).isFalse();
    assertThat(policy.next(2, NOW)).isEqualTo("2030-01-02T03:05:05Z");
    assertThat(policy.isSpent(3)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_A_VIDEO",
        "EMPTY_FILE",
        "TRUNCATED_VIDEO",
        "UNSUPPORTED_CODEC",
        "PROCESSING_TIMEOUT",
        "PROCESSING_FAILED",
        "PROCESSING_LOST",
        "INTEGRITY_FAILED"
      })
  void whatAnotherTryWouldNotChangeIsFinal(ErrorCode code) {
    assertThat(RetryPolicy.isPassing(code)).isFalse();
  }

  /** Converting or shortening the video wouldn't help when the server was short of memory. */
  @ParameterizedTest
  @EnumSource
  void whatTheServerCausesNeverAdvisesAnotherFile(ErrorCode code) {
    if (RetryPolicy.isPassing(code)) {
      DomainException failure = RetryPolicy.spent(new DomainException(code));
      assertThat(failure.getMessage())
          .containsIgnoringCase("process it again")
          .doesNotContainIgnoringCase("convert")
          .doesNotContainIgnoringCase("upload it");
    }
  }

  @Test
  void aFullDiskIsToldAsThat() {
    DomainException full = new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
    assertThat(RetryPolicy.spent(full).code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE);
    DomainException away = new DomainException(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(RetryPolicy.spent(away).code()).isEqualTo(ErrorCode.PROCESSING_INTERRUPTED);
  }
}
