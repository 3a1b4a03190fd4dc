package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestPermitsTest {
  private final RequestPermits permits =
      new RequestPermits(3, 2, 3, 2, 1024, Duration.ofSeconds(20));

  private static void refused(ThrowingCallable take, ErrorCode code) {
    assertThatThrownBy(take)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              org.assertj.core.api.Assertions.assertThat(e.code()).isEqualTo(code);
              org.assertj.core.api.Assertions.assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void strangersTakeNothingFromThoseWhoAreSignedIn() {
    permits.take("192.0.2.1");
    permits.take("192.0.2.1");
    refused(() -> permits.take("192.0.2.1"), ErrorCode.TOO_MANY_REQUESTS);
    permits.take("192.0.2.2");
    refused(() -> permits.take("192.0.2.3"), ErrorCode.OVERLOADED);
    permits.take(1);
    permits.take(1);
    refused(() -> permits.take(1), ErrorCode.TOO_MANY_REQUESTS);
    permits.take(2);
    refused(() -> permits.take(3), ErrorCode.OVERLOADED);
  }

  @Test
  void whatEndsMakesRoom() {
    for (int i = 0; i < 10; i++) {
      permits.take("192.0.2.1").close();
      permits.take(1).close();
    }
  }
}
