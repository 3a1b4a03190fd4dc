package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.LongSupplier;

/**
 * The body of a request, which fails with REQUEST_TOO_SLOW when its sender is slower than a {@link
 * MinimumRate}. Only the time for which the reader waits is counted, so that a slow storage isn't
 * blamed on the sender. A read in which nothing arrives is ended by the server's {@code
 * readTimeout}. Not thread-safe.
 */
final class PacedBody extends ServletInputStream {
  private final ServletInputStream body;
  private final MinimumRate rate;
  private final LongSupplier clock;

  /** The waiting time of the current period in nanoseconds. */
  private long waited;

  /** The number of bytes that have arrived in the current period. */
  private long arrived;

  private boolean failed;

  /**
   * Creates a body.
   *
   * @param clock returns a time in nanoseconds
   */
  PacedBody(ServletInputStream body, MinimumRate rate, LongSupplier clock) {
    this.body = body;
    this.rate = rate;
    this.clock = clock;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? n : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failed) {
      throw new IOException("the body came too slowly");
    }
    long start = clock.getAsLong();
    int n;
    try {
      n = body.read(target, offset, length);
    } catch (SocketTimeoutException e) {
      throw tooSlow();
    }
    if (n >= 0) {
      count(clock.getAsLong() - start, n);
    }
    return n;
  }

  private void count(long nanos, int bytes) {
    waited += nanos;
    arrived += bytes;
    if (waited >= rate.period().toNanos()) {
      if (arrived < rate.bytesPerPeriod() * waited / rate.period().toNanos()) {
        throw tooSlow();
      }
      waited = 0;
      arrived = 0;
    }
  }

  private DomainException tooSlow() {
    failed = true;
    return new DomainException(ErrorCode.REQUEST_TOO_SLOW);
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
