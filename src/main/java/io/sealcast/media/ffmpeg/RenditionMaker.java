package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.PartWriter;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.media.PieceStore;
import io.sealcast.media.RenditionPart;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes attempts at a rendition: runs ffmpeg by a plan, checks the output and publishes it. */
final class RenditionMaker {
  private static final Logger LOG = System.getLogger(RenditionMaker.class.getName());

  /** The failures of a piece after which the pictures are made in one run. */
  private static final Set<ErrorCode> USELESS_PIECE =
      EnumSet.of(
          ErrorCode.PROCESSING_FAILED,
          ErrorCode.TRUNCATED_VIDEO,
          ErrorCode.NOT_A_VIDEO,
          ErrorCode.UNSUPPORTED_CODEC);

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;
  private final SourceScan scan;
  private final MediaSink sink;
  private final PartListener listener;
  private final IntConsumer progress;
  private final Cancellation cancellation;

  /** Cancelled with the job, or alone by {@link #stop}. */
  private final Cancellation stopped;

  /**
   * @param info result of probing the source
   * @param scan result of scanning the source
   */
  RenditionMaker(
      FfmpegRunner runner,
      MediaSource source,
      MediaInfo info,
      SourceScan scan,
      MediaSink sink,
      PartListener listener,
      IntConsumer progress,
      Cancellation cancellation) {
    this.runner = runner;
    this.source = source;
    this.info = info;
    this.scan = scan;
    this.sink = sink;
    this.listener = listener;
    this.progress = progress;
    this.cancellation = cancellation;
    this.stopped = cancellation.ofPart();
  }

  /**
   * The result of an attempt.
   *
   * @param end size and index of the rendition; null when the attempt ended before
   * @param parts the parts that were published
   * @param damages number of ffmpeg's messages about data that can't be decoded
   * @param damagedPicture whether one of them is about a picture
   * @param wrong the defect that the check found, for the log; empty when the rendition is good.
   *     Otherwise the parts are void
   */
  record Try(
      PartWriter.@Nullable End end,
      List<RenditionPart> parts,
      long damages,
      boolean damagedPicture,
      Optional<String> wrong) {
    /**
     * Returns the time in seconds at which the last picture ends; infinity when the attempt ended
     * before.
     */
    double pictureEnd() {
      return end == null ? Double.POSITIVE_INFINITY : end.index().duration();
    }
  }

  /** ffmpeg made no output. */
  static final class NoOutputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final DomainException reason;

    NoOutputException(DomainException reason) {
      super(reason);
      this.reason = reason;
    }

    /** Returns the reason for the owner of the video. */
    DomainException reason() {
      return reason;
    }
  }

  /**
   * Makes a rendition as the other method does, its pictures in pieces where that is possible. If a
   * piece can't be used, all is made in one run.
   */
  Try run(RenditionPlan plan) throws NoOutputException {
    Optional<PieceStore> store = listener.pieces();
    if (store.isPresent() && allowsPieces(plan)) {
      Optional<Try> made = runInPieces(plan, store.get());
      if (made.isPresent()) {
        return made.get();
      }
    }
    return run(plan, null);
  }

  /** Whether pictures may be made in pieces by a plan. */
  boolean allowsPieces(RenditionPlan plan) {
    try {
      synchronized (source) { // an early attempt and a scan read it at the same time
        return PieceRules.allow(plan, info, scan, runner.videoEncoder(), source);
      }
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }

  private Optional<Try> runInPieces(RenditionPlan plan, PieceStore store) {
    PicturePlan pictures =
        new PicturePlan(
            plan.width(),
            plan.height(),
            FrameRate.of(info, scan),
            plan.origin(),
            plan.length(),
            plan.pictureLength());
    String reason;
    try (PieceFeed feed =
        new PieceFeed(
            new PieceMaker(runner, source, info), PicturePiece.of(pictures), store, stopped)) {
      feed.start();
      Try made = run(plan.inPieces(), feed);
      if (made.wrong().isEmpty()) {
        return Optional.of(made);
      }
      reason = made.wrong().get();
    } catch (NoOutputException e) {
      reason = e.reason().getMessage();
    }
    store.offer(List.of()); // nobody shall go on with them
    LOG.log(Level.INFO, "pieces don''t make a rendition, so it is made in one run: {0}", reason);
    return Optional.empty();
  }

  /**
   * Makes a rendition and publishes its parts. When it fails, published parts are withdrawn.
   *
   * @throws NoOutputException when ffmpeg made no output
   * @throws CancellationException when the job was cancelled, or the attempt {@linkplain #stop
   *     stopped}; in the latter case, published parts are withdrawn
   * @throws DomainException with the failure of source, sink or listener, or of a limit. Published
   *     parts aren't withdrawn then, since no other attempt follows
   */
  private Try run(RenditionPlan plan, @Nullable PieceFeed feed) throws NoOutputException {
    Cancellation attempt = stopped.ofPart();
    ErrorLines errors = new ErrorLines();
    PartPublisher publisher =
        new PartPublisher(
            sink,
            plan,
            new RenditionCheck(runner, plan),
            () -> plan.copies() || scan.isDamaged() || Diagnosis.damages(errors.all()) > 0,
            listener,
            attempt);
    RenditionReceiver receiver = new RenditionReceiver(sink, plan.name(), publisher);
    // the feed ends first, so that the link needn't wait for it
    try (LoopbackLink link = new LoopbackLink(source, feed, receiver);
        publisher;
        feed) {
      transcode(plan, feed, link, receiver, publisher, errors, attempt);
    } catch (NoOutputException e) {
      withdraw(plan, publisher, receiver);
      throw e;
    } catch (CancellationException e) {
      cancellation.check();
      // only this attempt was stopped, and another follows
      withdraw(plan, publisher, receiver);
      throw e;
    }
    if (publisher.defect().isPresent()) {
      withdraw(plan, publisher, receiver);
    }
    return new Try(
        receiver.end(),
        publisher.published(),
        Diagnosis.damages(errors.all()),
        Diagnosis.damagesPicture(errors.all()),
        publisher.defect());
  }

  /** Stops the attempts of this maker, so that another maker can make the rendition. */
  void stop() {
    stopped.cancel();
  }

  /** Runs ffmpeg, and returns when all parts were published or one of them is defective. */
  private void transcode(
      RenditionPlan plan,
      @Nullable PieceFeed feed,
      LoopbackLink link,
      RenditionReceiver receiver,
      PartPublisher publisher,
      ErrorLines errors,
      Cancellation attempt)
      throws NoOutputException {
    try {
      ChildProcess.Outcome outcome = encode(plan, link, errors, attempt);
      requireNoFailure(link, publisher);
      requirePieces(feed);
      if (outcome.exitCode() != 0 && publisher.defect().isEmpty()) {
        throw new NoOutputException(failure(outcome));
      }
      link.awaitArrival(attempt);
      publisher.finish(Objects.requireNonNull(receiver.end()).last());
    } catch (CancellationException e) {
      // a defective part ends the attempt, too
      if (!publisher.hasFailed() || Thread.currentThread().isInterrupted()) {
        throw e;
      }
    } catch (IOException e) {
      if (!publisher.hasFailed()) {
        throw new NoOutputException(new DomainException(ErrorCode.PROCESSING_FAILED, e));
      }
    }
    requireNoFailure(link, publisher);
  }

  private ChildProcess.Outcome encode(
      RenditionPlan plan, LoopbackLink link, ErrorLines errors, Cancellation attempt) {
    RenditionCommand command =
        new RenditionCommand(
            info,
            plan,
            FrameRate.of(info, scan),
            runner.videoEncoder(),
            runner.convertsColors(),
            threads(plan));
    return runner.encode(
        link,
        command.inputs(),
        threads(plan),
        command.outputs(link.outputUrl()),
        new ProgressReader(plan.length(), progress),
        errors,
        attempt);
  }

  /**
   * Throws the failure that ended the attempt from outside, if any. It has precedence over ffmpeg's
   * messages and over defects, which may be its consequence.
   */
  private void requireNoFailure(LoopbackLink link, PartPublisher publisher) {
    stopped.check();
    DomainException refused = link.refusal();
    if (refused != null) {
      throw refused;
    }
    publisher.throwFailure();
  }

  private static void requirePieces(@Nullable PieceFeed feed) throws NoOutputException {
    RuntimeException failed = feed == null ? null : feed.failure().orElse(null);
    if (failed instanceof DomainException domain && USELESS_PIECE.contains(domain.code())) {
      throw new NoOutputException(domain);
    } else if (failed != null) {
      throw failed;
    }
  }

  private void withdraw(RenditionPlan plan, PartPublisher publisher, RenditionReceiver receiver) {
    if (!publisher.published().isEmpty()) {
      listener.withdrawn(plan.name());
    }
    try {
      receiver.discard();
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Returns the number of threads for decoding the source, whose pictures may be the larger. */
  private int threads(RenditionPlan plan) {
    return runner.threads(
        info.video()
            .map(video -> (long) video.width() * video.height())
            .orElse((long) plan.width() * plan.height()));
  }

  /** Returns the reason that ffmpeg's messages give. */
  private DomainException failure(ChildProcess.Outcome outcome) {
    if (scan.isCutOff()) {
      return new DomainException(ErrorCode.TRUNCATED_VIDEO);
    }
    DomainException reason = Diagnosis.of(outcome.errors());
    // the probe found a video, so data that can't be decoded now is damaged or too new
    return reason.code() == ErrorCode.NOT_A_VIDEO
        ? new DomainException(ErrorCode.PROCESSING_FAILED)
        : reason;
  }
}
