package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final MinimumRate rate = new MinimumRate(1000, Duration.ofSeconds(20));
  private long now;

  /** A sender whose bytes arrive some time after the reader began to wait for them. */
  private final class Sender extends ServletInputStream {
    private final long nanosPerRead;
    private final int bytesPerRead;

    Sender(long nanosPerRead, int bytesPerRead) {
      this.nanosPerRead = nanosPerRead;
      this.bytesPerRead = bytesPerRead;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (bytesPerRead < 0) {
        throw new SocketTimeoutException();
      }
      now += nanosPerRead;
      return Math.min(length, bytesPerRead);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {}
  }

  private PacedBody body(long nanosPerRead, int bytesPerRead) {
    return new PacedBody(new Sender(nanosPerRead, bytesPerRead), rate, () -> now);
  }

  private static void tooSlow(ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_SLOW));
  }

  @Test
  void aByteEachFiveSecondsIsTooSlow() throws IOException {
    PacedBody body = body(5 * SECOND, 1);
    byte[] buffer = new byte[100];
    for (int i = 0; i < 3; i++) {
      assertThat(body.read(buffer)).isEqualTo(1);
    }
    tooSlow(() -> body.read(buffer));
    assertThatThrownBy(() -> body.read(buffer))
        .as("no second chance")
        .isInstanceOf(IOException.class);
  }

  @Test
  void byteByByteIsNoWayAround() throws IOException {
    PacedBody body = body(5 * SECOND, 1);
    for (int i = 0; i < 3; i++) {
      body.read();
    }
    tooSlow(body::read);
  }

  @Test
  void aFastBeginningDoesNotPayForASlowRest() throws IOException {
    byte[] buffer = new byte[1 << 20];
    PacedBody fast = body(SECOND, 1 << 20);
    for (int i = 0; i < 100; i++) {
      fast.read(buffer);
    }
    PacedBody slow = body(SECOND, 999);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                slow.read(buffer);
              }
            })
        .isInstanceOf(DomainException.class);
  }

  @Test
  void timeThatTheReaderSpendsElsewhereIsNotTheSenders() throws IOException {
    PacedBody body = body(0, 10);
    byte[] buffer = new byte[100];
    for (int i = 0; i < 100; i++) {
      now += 60 * SECOND;
      assertThat(body.read(buffer)).isEqualTo(10);
    }
  }

  @Test
  void silenceIsTooSlow() {
    tooSlow(() -> body(0, -1).read(new byte[100]));
  }
}
