package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class FailureTranslatorTest {
  private static ErrorCode codeOf(Throwable thrown) {
    return FailureTranslator.translate(thrown).code();
  }

  @Test
  void findsADomainFailureUnderWhateverItIsWrappedIn() {
    DomainException cause = new DomainException(ErrorCode.USERNAME_TAKEN);
    assertThat(codeOf(new RuntimeException(new IllegalStateException(cause))))
        .isEqualTo(ErrorCode.USERNAME_TAKEN);
  }

  @Test
  void tellsADatabaseThatIsAwayFromAFaultOfOurs() {
    SQLException refused = new SQLException("Connection refused", "08001");
    DomainException away = FailureTranslator.translate(new RuntimeException(refused));
    assertThat(away.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
    assertThat(away.retryAfter()).isPresent();
    assertThat(codeOf(new RuntimeException(new SQLException("duplicate", "23505"))))
        .isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void tellsNothingOfWhatItDoesNotKnow() {
    DomainException problem = FailureTranslator.translate(new RuntimeException("secret /etc/x"));
    assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(problem.getMessage()).doesNotContain("secret");
  }
}
