package io.sealcast.processing;

import io.sealcast.catalog.PieceStep;
import io.sealcast.catalog.PieceSteps;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.media.PieceStore;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ViewRange;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The pieces of the pictures of one job. They are rows of the database, which any processor takes,
 * and encrypted objects in the storage. Its methods throw CancellationException when the lease of
 * the job is lost.
 */
final class StoredPieces implements PieceStore, AutoCloseable {
  /** Number of free pieces that others may take just before this processor does. */
  private static final int TRIES = 3;

  private static final Logger LOG = System.getLogger(StoredPieces.class.getName());

  /** Time for which queries may fail: less than {@link JobLeases#LEASE}. */
  private static final Duration TOLERANCE = Duration.ofSeconds(20);

  private final LeasedVideo video;
  private final DataKey key;
  private final IntSupplier percent;
  private final PieceSteps steps;
  private final JobLeases leases;
  private final Maker maker;
  private final DecryptService decrypt;
  private final VideoEventPublisher events;

  /** When the database last answered, by {@link System#nanoTime}. */
  private volatile long answered = System.nanoTime();

  /** What is open for reading. */
  private final Set<SealedRendition> opened = ConcurrentHashMap.newKeySet();

  /** Makes a piece if its lease is free. */
  @FunctionalInterface
  interface Maker {
    /** Returns whether the lease was free. */
    boolean make(UUID stepId, Cancellation cancellation);
  }

  /**
   * @param key remains the caller's
   * @param percent returns the progress of the job, 0 to 99
   */
  StoredPieces(
      LeasedVideo video,
      DataKey key,
      IntSupplier percent,
      PieceSteps steps,
      JobLeases leases,
      Maker maker,
      DecryptService decrypt,
      VideoEventPublisher events) {
    this.video = video;
    this.key = key;
    this.percent = percent;
    this.steps = steps;
    this.leases = leases;
    this.maker = maker;
    this.decrypt = decrypt;
    this.events = events;
  }

  @Override
  public void offer(List<PicturePiece> pieces) {
    List<PieceSteps.PlannedPiece> rows = pieces.stream().map(StoredPieces::toRow).toList();
    requireLease(steps.offer(video.fileId(), video.worker(), rows, Instant.now()));
    // other processors look for pieces then
    events.publish(
        new VideoEvent.Changed(video.fileId(), VideoStatus.PROCESSING.text(), percent.getAsInt()));
  }

  private static PieceSteps.PlannedPiece toRow(PicturePiece piece) {
    PicturePlan plan = piece.plan();
    return new PieceSteps.PlannedPiece(
        new PieceSteps.Plan(
            plan.width(),
            plan.height(),
            plan.frameRate(),
            plan.origin(),
            plan.length(),
            plan.pictureLength()),
        piece.number(),
        piece.from(),
        piece.to());
  }

  @Override
  public boolean makeNext(Cancellation cancellation) {
    boolean made = false;
    for (int i = 0; i < TRIES && !made; i++) {
      cancellation.check();
      Optional<PieceStep> next = tolerant(this::next);
      if (next.isEmpty()) {
        return false;
      }
      // of a part, since who loses the lease of a piece cancels the work on that piece
      made = maker.make(next.get().getStepId(), cancellation.ofPart());
      cancellation.check();
    }
    return made;
  }

  private Optional<PieceStep> next() {
    requireLease(leases.isHeld(video));
    return steps.nextOf(video.fileId(), Instant.now());
  }

  @Override
  public Optional<MediaSource> find(PicturePiece piece) {
    Optional<PieceStep> found = tolerant(() -> step(piece));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().isFailed()) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    return found.get().getMade().map(PieceSource::new);
  }

  private Optional<PieceStep> step(PicturePiece piece) {
    Optional<PieceStep> found =
        steps
            .find(video.fileId(), piece.number())
            .filter(step -> PieceRunner.pieceOf(step).equals(piece));
    if (found.isEmpty()) {
      // the rows are removed with the lease
      requireLease(leases.isHeld(video));
      throw new DomainException(ErrorCode.PROCESSING_FAILED, "no " + piece.name());
    }
    return found;
  }

  /** Asks the database, which may be away for as long as the lease of the job lasts without it. */
  private <T> Optional<T> tolerant(Supplier<Optional<T>> query) {
    try {
      Optional<T> found = query.get();
      answered = System.nanoTime();
      return found;
    } catch (CancellationException | DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      if (System.nanoTime() - answered > TOLERANCE.toNanos()) {
        throw e;
      }
      LOG.log(Level.WARNING, "can''t look for pieces of video {0}: {1}", id(), e.toString());
      return Optional.empty();
    }
  }

  private String id() {
    return Long.toString(video.fileId());
  }

  private static void requireLease(boolean held) {
    if (!held) {
      throw new CancellationException("the lease was lost");
    }
  }

  /** Closes what is open for reading. */
  @Override
  public void close() throws IOException {
    for (SealedRendition each : opened) {
      each.close();
    }
    opened.clear();
  }

  /** The bytes of a piece. It is open from the first read until its end is read. */
  private final class PieceSource implements MediaSource {
    private final SealedRendition object;

    PieceSource(PieceStep.Made made) {
      this.object =
          new SealedRendition(
              decrypt,
              key,
              video.fileId(),
              List.of(new ViewRange.Extent(made.objectId(), made.size(), 0)));
    }

    @Override
    public long size() {
      return object.size();
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      opened.add(object);
      int read = object.read(position, target, offset, length);
      if (position + Math.max(read, 0) >= size()) {
        object.close();
        opened.remove(object);
      }
      return read;
    }
  }
}
