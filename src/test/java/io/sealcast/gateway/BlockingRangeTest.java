package io.sealcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BlockingRangeTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private final FakeSessions sessions = new FakeSessions(9 * 1024 * 1024 + 5);

  private BlockingRange range(long from, long to) {
    return new BlockingRange(
        first -> sessions.range(sessions.session, FakeSessions.NAME, first, to),
        new ChunkedRange(new ByteRange(from, to)),
        sessions.window);
  }

  @Test
  void bringsEveryByteInOrder() {
    long from = 1_000_000;
    long to = sessions.bytes.length - 2;
    BlockingRange range = range(from, to);
    assertThat(readAll(range, () -> {})).isEqualTo(sessions.slice(from, to));
    assertThat(range.isAtEnd()).isTrue();
  }

  private static byte[] readAll(BlockingRange range, Runnable afterEach) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ByteSlice p = range.next(); p != null; p = range.next()) {
      out.write(p.array(), p.start(), p.length());
      afterEach.run();
    }
    return out.toByteArray();
  }

  @Test
  void asksForNoMoreThanAWindowUntilOneHasBeenWritten() {
    sessions.heldBack = true;
    BlockingRange range = range(0, sessions.bytes.length - 1);
    FakeSessions.Source source = sessions.sources.get(0);
    assertThat(source.demand).isEqualTo(4);
    while (source.deliver()) {
      // delivers all requested slices
    }
    range.next();
    assertThat(source.demand).as("the first is still being written").isZero();
    range.next();
    assertThat(source.demand).isEqualTo(1);
  }

  @Test
  void asksForNoMoreThanThereIs() {
    sessions.heldBack = true;
    range(0, 10);
    assertThat(sessions.inFlight()).isEqualTo(1);
  }

  @Test
  void tellsThatNothingCameYet() {
    sessions.heldBack = true;
    BlockingRange range = range(0, 10);
    assertThat(range.poll(AT_ONCE)).isNull();
    assertThat(range.isAtEnd()).isFalse();
    sessions.sources.get(0).deliver();
    assertThat(range.poll(AT_ONCE)).isNotNull();
    assertThat(range.poll(AT_ONCE)).isNull();
    assertThat(range.isAtEnd()).isTrue();
  }

  @Test
  void failsAsTheSourceFails() {
    sessions.failure = new DomainException(ErrorCode.INTEGRITY_FAILED);
    BlockingRange range = range(0, 10);
    assertThatThrownBy(range::next).isSameAs(sessions.failure);
  }

  @Test
  void doesNotTakeACutRangeForAWholeOne() {
    sessions.heldBack = true;
    BlockingRange range = range(0, 3_000_000);
    sessions.sources.get(0).deliver();
    sessions.sources.get(0).cut();
    assertThat(range.next()).isNotNull();
    assertThatThrownBy(range::next).isInstanceOf(DomainException.class);
  }

  @Test
  void holdsNothingForAViewerWhoHasStoppedReadingAndGoesOnWhereHeWas() {
    long from = 1_000_000;
    long to = sessions.bytes.length - 2;
    BlockingRange range = range(from, to);
    Runnable pause =
        () -> {
          range.checkTimeouts(Instant.now().plus(SendWindow.STALLED_AFTER.plusSeconds(1)));
          assertThat(sessions.inFlight()).as("pieces for somebody who takes none").isZero();
        };
    assertThat(readAll(range, pause)).isEqualTo(sessions.slice(from, to));
    assertThat(range.isAtEnd()).isTrue();
    assertThat(sessions.sources)
        .as("one beginning for each piece")
        .hasSize((int) new ChunkedRange(new ByteRange(from, to)).count());
  }

  @Test
  void isPatientWithASlowViewerAndWithItself() {
    sessions.heldBack = true;
    BlockingRange range = range(0, 3_000_000);
    range.checkTimeouts(Instant.now().plus(Duration.ofMinutes(1)));
    assertThat(sessions.sources.get(0).cancelled).as("before anything was to be written").isFalse();
    sessions.sources.get(0).deliver();
    range.next();
    range.checkTimeouts(Instant.now().plus(SendWindow.STALLED_AFTER.minusSeconds(1)));
    assertThat(sessions.sources.get(0).cancelled).as("after a second of writing").isFalse();
  }

  @Test
  void remembersThatItFailedWhileNobodyRead() {
    BlockingRange range = range(0, 3_000_000);
    range.next();
    DomainException why = new DomainException(ErrorCode.OVERLOADED);
    range.fail(why);
    range.checkTimeouts(Instant.now().plus(SendWindow.STALLED_AFTER.plusSeconds(1)));
    assertThatThrownBy(range::next).isSameAs(why);
  }

  @Test
  void deliversNothingMoreOnceItIsAborted() {
    BlockingRange range = range(0, 3_000_000);
    assertThat(range.next()).isNotNull();
    DomainException why = new DomainException(ErrorCode.NOT_AUTHENTICATED);
    range.abort(why);
    assertThatThrownBy(range::next).as("the others had arrived").isSameAs(why);
    assertThat(range.isAtEnd()).isFalse();
    assertThat(sessions.inFlight()).isZero();
  }

  @Test
  void endsWhatIsUnderWay() {
    sessions.heldBack = true;
    range(0, 3_000_000).close();
    assertThat(sessions.sources.get(0).cancelled).isTrue();
  }

  @Test
  void cancelsASubscriptionThatComesAfterTheViewerLeft() {
    AtomicReference<Flow.Subscriber<? super ByteSlice>> late = new AtomicReference<>();
    new BlockingRange(from -> late::set, new ChunkedRange(new ByteRange(0, 10)), 4).close();
    boolean[] cancelled = {false};
    late.get()
        .onSubscribe(
            new Flow.Subscription() {
              @Override
              public void request(long n) {
                throw new AssertionError("nobody is there to take it");
              }

              @Override
              public void cancel() {
                cancelled[0] = true;
              }
            });
    assertThat(cancelled[0]).isTrue();
  }
}
