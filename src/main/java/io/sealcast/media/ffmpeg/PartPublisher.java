package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSink;
import io.sealcast.media.PartListener;
import io.sealcast.media.PartWriter;
import io.sealcast.media.RenditionPart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of one attempt at a rendition, in order, on a thread of its own while ffmpeg
 * makes the next ones, and publishes those that are good. The first defect or failure ends the
 * attempt.
 */
final class PartPublisher implements AutoCloseable {
  /** Number of parts in work: one is checked, two wait. */
  private static final int PARTS = 3;

  private final MediaSink sink;
  private final RenditionPlan plan;
  private final RenditionCheck check;
  private final BooleanSupplier whole;
  private final PartListener listener;
  private final Cancellation attempt;
  private final Semaphore permits = new Semaphore(PARTS);
  private final List<RenditionPart> published = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread created = new Thread(work, "ffmpeg-check");
            created.setDaemon(true);
            return created;
          });
  private volatile boolean ended;
  private volatile @Nullable String defect;
  private volatile @Nullable Throwable failure;

  /**
   * @param whole whether the parts are to be decoded completely, asked for each part
   * @param attempt is cancelled when a part is bad or the listener fails
   */
  PartPublisher(
      MediaSink sink,
      RenditionPlan plan,
      RenditionCheck check,
      BooleanSupplier whole,
      PartListener listener,
      Cancellation attempt) {
    this.sink = sink;
    this.plan = plan;
    this.check = check;
    this.whole = whole;
    this.listener = listener;
    this.attempt = attempt;
  }

  /**
   * Takes a part that isn't the last one. Blocks while too many parts wait.
   *
   * @param activity is called from time to time while this blocks
   * @throws IOException when the attempt has ended
   */
  void submit(PartWriter.Part part, Runnable activity) throws IOException {
    try {
      while (!permits.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        requireRunning();
        activity.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    requireRunning();
    thread.execute(() -> process(part, false));
  }

  private void requireRunning() throws IOException {
    if (ended) {
      throw new IOException("the attempt has ended");
    }
  }

  /**
   * Takes the last part and waits until all parts are published or one has failed.
   *
   * @throws CancellationException when interrupted
   */
  void finish(PartWriter.Part last) {
    if (!ended) {
      thread.execute(() -> process(last, true));
    }
    awaitThread();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException();
    }
    if (!hasFailed() && published.size() <= last.number()) {
      throw new IllegalStateException("a part was neither published nor found defective");
    }
  }

  private void process(PartWriter.Part part, boolean last) {
    try {
      if (!ended) {
        publishIfGood(part, last);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      end();
    } finally {
      permits.release();
    }
  }

  private void publishIfGood(PartWriter.Part part, boolean last) {
    RenditionPart described = describe(part);
    Optional<String> wrong =
        check.next(part, sink.reopen(described.name()), whole.getAsBoolean(), last, attempt);
    if (wrong.isPresent()) {
      defect = wrong.get() + " (" + described.name() + ")";
      end();
      return;
    }
    attempt.check();
    listener.published(described);
    published.add(described);
  }

  private RenditionPart describe(PartWriter.Part part) {
    return new RenditionPart(
        plan.name(),
        part.number(),
        RenditionPart.name(plan.name(), part.number()),
        plan.width(),
        plan.height(),
        part.size(),
        part.index(),
        plan.length());
  }

  private void end() {
    ended = true;
    attempt.cancel();
  }

  /** Whether a defect or a failure has ended the attempt. */
  boolean hasFailed() {
    return defect != null || failure != null;
  }

  /** Returns the defect that the check found, for the log. */
  Optional<String> defect() {
    return Optional.ofNullable(defect);
  }

  /** Throws what the listener, the sink or a check has thrown, if anything. */
  void throwFailure() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** Returns the parts that were published, in order. */
  List<RenditionPart> published() {
    return List.copyOf(published);
  }

  /** Ends the attempt; returns when neither a check nor the listener runs any more. */
  @Override
  public void close() {
    end();
    awaitThread();
  }

  /**
   * The thread isn't interrupted: an interrupted read or write closes the file that the listener
   * works on.
   */
  private void awaitThread() {
    thread.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
        end();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
