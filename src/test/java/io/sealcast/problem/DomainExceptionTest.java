package io.sealcast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DomainExceptionTest {
  @ParameterizedTest
  @EnumSource
  void tellsWhenToComeBackForWhateverIsAwayForTheMomentAndForNothingElse(ErrorCode code) {
    assertThat(new DomainException(code).retryAfter().isPresent())
        .isEqualTo(code.httpStatus() == 503);
    assertThat(new DomainException(code, "in other words").retryAfter().isPresent())
        .isEqualTo(code.httpStatus() == 503);
  }

  @Test
  void tellsTheTimeOfWhoeverKnowsBetter() {
    DomainException busy = DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(30));
    assertThat(busy.retryAfter()).contains(Duration.ofSeconds(30));
  }
}
