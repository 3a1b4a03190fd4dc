package io.sealcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ChunkedRange;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RangeSubscriberProperties {
  private static final ChunkGrid GRID = new ChunkGrid(ChunkGrid.MIN_CHUNK_SIZE);
  private static final byte[] OBJECT = new byte[5 * ChunkGrid.MIN_CHUNK_SIZE + 17];

  static {
    new Random(7).nextBytes(OBJECT);
  }

  /** Signals and calls come in any order. A cancelled subscription may still signal for a while. */
  @Property(tries = 400)
  void bringsEachByteOnceAndInOrderWhateverComesBetween(
      @ForAll @IntRange(max = 400_000) int start,
      @ForAll @Size(max = 150) List<@IntRange(max = 9_999) Integer> moves) {
    Run run = new Run(Math.min(start, OBJECT.length - 1));
    moves.forEach(run::move);
    run.finish();
    assertThat(run.taken.toByteArray()).isEqualTo(run.expected());
    assertThat(run.subscriber.failure()).isNull();
    assertThat(run.subscriber.isComplete()).isTrue();
  }

  /** The publisher fails, completes too early, or repeats or omits a slice. */
  @Property(tries = 400)
  void failsRatherThanBringAByteTwiceOrLeaveOneOut(
      @ForAll @IntRange(max = 400_000) int start,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @IntRange(max = 5) int at,
      @ForAll @Size(max = 150) List<@IntRange(max = 9_999) Integer> moves) {
    Run run = new Run(Math.min(start, OBJECT.length - 1));
    run.fault = Fault.values()[kind];
    run.faultAt = at;
    moves.forEach(run::move);
    run.finish();
    byte[] taken = run.taken.toByteArray();
    assertThat(taken).isEqualTo(Arrays.copyOf(run.expected(), taken.length));
    assertThat(run.subscriber.isComplete()).isNotEqualTo(run.subscriber.failure() != null);
    assertThat(run.failures).hasSizeLessThanOrEqualTo(1);
  }

  @Example
  void failsOnASliceThatNobodyRequested() {
    Run run = new Run(0);
    run.subscriber.resume();
    run.publishers.get(0).subscriber.onNext(run.slice(0));
    run.steps.forEach(Runnable::run);
    assertThat(run.failures).hasSize(1);
    assertThat(run.subscriber.queue().peek()).isNull();
  }

  private enum Fault {
    ERROR,
    EARLY_END,
    REPEATED,
    LEFT_OUT
  }

  /** A subscriber's owner with its executor and the publishers of its subscriptions. */
  private static final class Run implements RangeSubscriber.Listener {
    private final long start;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final List<DomainException> failures = new ArrayList<>();
    private final RangeSubscriber subscriber;
    private Fault fault;
    private int faultAt;

    private Run(long start) {
      this.start = start;
      ByteRange range = new ByteRange(start, OBJECT.length - 1);
      subscriber =
          new RangeSubscriber(
              from -> new Publisher(this, from), new ChunkedRange(range, GRID), steps::add, this);
    }

    @Override
    public void failed(DomainException why) {
      failures.add(why);
    }

    private byte[] expected() {
      return Arrays.copyOfRange(OBJECT, (int) start, OBJECT.length);
    }

    private void move(int move) {
      int what = move / 10;
      switch (move % 10) {
        case 0 -> subscriber.resume();
        case 1 -> subscriber.suspend();
        case 2 -> subscriber.request(1 + what % 3);
        case 3 -> take(1 + what * 70);
        case 4, 5, 6 -> {
          if (!publishers.isEmpty()) {
            publishers.get(what % publishers.size()).signal();
          }
        }
        default -> step();
      }
    }

    private boolean step() {
      Runnable step = steps.poll();
      if (step != null) {
        step.run();
      }
      return step != null;
    }

    private void take(int most) {
      ByteSlice slice = subscriber.queue().peek();
      if (slice != null) {
        int position = subscriber.queue().position();
        int length = Math.min(most, slice.length() - position);
        taken.write(slice.array(), slice.start() + position, length);
        subscriber.queue().take(length);
      }
    }

    private void finish() {
      boolean moved = true;
      while (moved) {
        subscriber.resume();
        subscriber.request(2);
        moved = false;
        for (Publisher publisher : List.copyOf(publishers)) {
          moved |= publisher.signal();
        }
        while (step()) {
          moved = true;
        }
        while (subscriber.queue().peek() != null) {
          take(OBJECT.length);
        }
      }
    }

    private ByteSlice slice(long from) {
      ByteRange bytes = GRID.firstChunkOf(new ByteRange(from, OBJECT.length - 1));
      return new ByteSlice(
          from, OBJECT, (int) bytes.from(), Math.toIntExact(bytes.length())); // no copy
    }
  }

  /** Emits one signal at a time, and still emits some after its cancellation. */
  private static final class Publisher implements Flow.Publisher<ByteSlice>, Flow.Subscription {
    private final Run run;
    private long next;
    private long demand;
    private int sent;
    private int afterCancel = 2;
    private boolean cancelled;
    private boolean introduced;
    private boolean ended;
    private Flow.Subscriber<? super ByteSlice> subscriber;

    private Publisher(Run run, long from) {
      this.run = run;
      this.next = from;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteSlice> given) {
      subscriber = given;
      run.publishers.add(this);
    }

    @Override
    public void request(long n) {
      demand += n;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    private boolean signal() {
      if (!introduced) {
        introduced = true;
        subscriber.onSubscribe(this);
        return true;
      }
      if (ended || demand == 0 || (cancelled && afterCancel-- <= 0)) {
        return false;
      }
      demand--;
      if (run.fault != null && sent == run.faultAt) {
        sent++;
        misbehave();
        return true;
      }
      sent++;
      ByteSlice slice = run.slice(next);
      next += slice.length();
      subscriber.onNext(slice);
      if (next == OBJECT.length) {
        end();
      }
      return true;
    }

    private void end() {
      ended = true;
      subscriber.onComplete();
    }

    private void misbehave() {
      switch (run.fault) {
        case ERROR -> {
          ended = true;
          subscriber.onError(new DomainException(ErrorCode.OBJECT_UNAVAILABLE));
        }
        case EARLY_END -> end();
        case REPEATED -> subscriber.onNext(run.slice(Math.max(0, next - 1)));
        default -> {
          next += run.slice(next).length();
          if (next == OBJECT.length) {
            end();
          } else {
            subscriber.onNext(run.slice(next));
          }
        }
      }
    }
  }
}
