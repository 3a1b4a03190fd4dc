package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountBulkheadTest {
  private static final long ANN = 1;
  private static final long BOB = 2;
  private static final long CYD = 3;

  private final AccountBulkhead bulkhead = new AccountBulkhead(3, 2, Duration.ofSeconds(7));

  @Test
  void anAccountGetsSomeAndTheOthersTheRest() {
    bulkhead.take(ANN);
    bulkhead.take(ANN);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
    bulkhead.take(BOB);
    refuses(CYD, ErrorCode.OVERLOADED);
    assertThat(bulkhead.taken()).isEqualTo(3);
  }

  @Test
  void whoHasTooManyIsToldSoEvenWhenAllAreTaken() {
    bulkhead.take(ANN);
    bulkhead.take(ANN);
    bulkhead.take(BOB);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    AccountBulkhead.Permit first = bulkhead.take(ANN);
    bulkhead.take(ANN);
    first.close();
    first.close();
    assertThat(bulkhead.taken()).isEqualTo(1);
    bulkhead.take(ANN);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
  }

  private void refuses(long account, ErrorCode code) {
    assertThatThrownBy(() -> bulkhead.take(account))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
            });
  }
}
