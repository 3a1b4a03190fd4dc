package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.PartListener;
import io.sealcast.media.PieceStore;
import io.sealcast.media.RenditionPart;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An attempt at a rendition that begins before the whole source was scanned, so that a long film
 * can be played as soon as a short one. It goes by a sample of the source. If the scan leads to
 * another plan, the attempt is closed, which withdraws its parts.
 */
final class EarlyAttempt implements AutoCloseable {
  /** Largest difference in seconds between planned times that count as the same. */
  private static final double SAME = 0.001;

  private static final long POLL_MILLIS = 200;

  private final RenditionMaker maker;
  private final RenditionPlan plan;
  private final String frameRate;
  private final FutureTask<RenditionMaker.Try> attempt;
  private final CountDownLatch started = new CountDownLatch(1);

  private EarlyAttempt(
      Function<PartListener, RenditionMaker> makers,
      PartListener listener,
      RenditionPlan plan,
      String frameRate) {
    this.maker = makers.apply(new Announcement(listener));
    this.plan = plan;
    this.frameRate = frameRate;
    this.attempt = new FutureTask<>(() -> maker.run(plan));
  }

  /**
   * Begins an attempt on a thread of its own.
   *
   * @param makers returns a maker that reports its parts to a listener
   * @param frameRate the frame rate of an encoded picture
   */
  static EarlyAttempt begin(
      Function<PartListener, RenditionMaker> makers,
      PartListener listener,
      RenditionPlan plan,
      String frameRate) {
    EarlyAttempt early = new EarlyAttempt(makers, listener, plan, frameRate);
    Thread thread = new Thread(early::run, "ffmpeg-early");
    thread.setDaemon(true);
    thread.start();
    return early;
  }

  private void run() {
    attempt.run();
    started.countDown();
  }

  /** Waits until the first part is published or the attempt has ended. */
  void awaitFirstPart(Cancellation cancellation) {
    try {
      while (!started.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Whether an attempt by a plan would give the same rendition in the same way.
   *
   * @param inPieces whether its pictures may be made in pieces
   */
  boolean isBy(RenditionPlan other, String otherFrameRate, boolean inPieces) {
    return plan.isLike(other, SAME)
        && frameRate.equals(otherFrameRate)
        && maker.allowsPieces(plan) == inPieces;
  }

  /** Waits for the result; the exceptions are those of {@link RenditionMaker#run}. */
  RenditionMaker.Try result() throws RenditionMaker.NoOutputException {
    try {
      return attempt.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RenditionMaker.NoOutputException noOutput) {
        throw noOutput;
      } else if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException();
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends the attempt if it is running; returns when nothing of it runs any more. */
  void stop() {
    maker.stop();
    boolean interrupted = false;
    while (!attempt.isDone()) {
      try {
        attempt.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException | CancellationException e) {
        break; // nobody waits for its result
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Announcement implements PartListener {
    private final PartListener listener;

    Announcement(PartListener listener) {
      this.listener = listener;
    }

    @Override
    public void published(RenditionPart part) {
      listener.published(part);
      started.countDown();
    }

    @Override
    public void withdrawn(String rendition) {
      listener.withdrawn(rendition);
    }

    @Override
    public Optional<PieceStore> pieces() {
      return listener.pieces();
    }
  }
}
