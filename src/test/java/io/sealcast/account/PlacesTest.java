package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final long ANN = 1;
  private static final long BOB = 2;
  private static final long CYD = 3;

  private final Places places = new Places(3, 2, Duration.ofSeconds(7));

  @Test
  void anAccountGetsSomeAndTheOthersTheRest() {
    places.take(ANN);
    places.take(ANN);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
    places.take(BOB);
    refuses(CYD, ErrorCode.OVERLOADED);
    assertThat(places.taken()).isEqualTo(3);
  }

  @Test
  void whoHasTooManyIsToldSoEvenWhenAllAreTaken() {
    places.take(ANN);
    places.take(ANN);
    places.take(BOB);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    Places.Place first = places.take(ANN);
    places.take(ANN);
    first.close();
    first.close();
    assertThat(places.taken()).isEqualTo(1);
    places.take(ANN);
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
  }

  private void refuses(long account, ErrorCode code) {
    assertThatThrownBy(() -> places.take(account))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
            });
  }
}
