package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.StepLeases;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.PictureCodec;
import io.sealcast.media.Rendition;
import io.sealcast.media.RungPart;
import io.sealcast.media.RungPlan;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/**
 * Makes a part of a smaller rendition of a stored one and publishes it in the storage. It doesn't
 * deal with leases.
 */
@ApplicationScoped
class RungRunner {
  /** Assumed frame rate of a rendition that earlier versions have made, or of a moment. */
  private static final double UNKNOWN_RATE = 30;

  @Inject private DecryptService decrypt;
  @Inject private EncryptService encrypt;
  @Inject private VideoStorage storage;
  @Inject private Transcoder transcoder;

  /**
   * Makes the part of a step.
   *
   * @throws DomainException with the reason
   * @throws java.util.concurrent.CancellationException when the step was cancelled
   */
  PublishedRungPart run(StepWorker.Attempt<LadderStep> attempt) throws IOException {
    StepLeases.Leased<LadderStep> leased = attempt.leased();
    DataKey key = attempt.key();
    long fileId = leased.step().getFileId();
    MediaView view =
        leased
            .video()
            .defaultRendition()
            .orElseThrow(() -> new DomainException(ErrorCode.SOURCE_MISSING));
    try (SealedRendition rendition =
            new SealedRendition(
                decrypt, key, fileId, view.range(new ByteRange(0, view.size() - 1)).extents());
        SealedSink sink =
            new SealedSink(encrypt, decrypt, storage, fileId, key, attempt.beforePublication())) {
      RungPart made =
          transcoder.makeRung(
              rendition, plan(view, leased), sink, attempt.progress(), attempt.cancellation());
      return new PublishedRungPart(
          new PublishedPart(sink.keep(made.part().name()), made.part(), PublishedPart.NO_SOUND),
          made.initDigest());
    }
  }

  /** Returns the name of the rendition to which the part of a step belongs. */
  static String nameOf(StepLeases.Leased<LadderStep> leased) {
    String first = Rendition.name(leased.step().getHeight(), codec(leased.step()));
    return leased
        .video()
        .defaultRendition()
        .map(view -> RenditionGeneration.name(first, RenditionGeneration.of(view.name())))
        .orElse(first);
  }

  private static PictureCodec codec(LadderStep step) {
    return PictureCodec.of(step.getCodec());
  }

  private static RungPlan plan(MediaView view, StepLeases.Leased<LadderStep> leased) {
    LadderStep step = leased.step();
    Presentation.Track whole =
        view.track().orElseThrow(() -> new DomainException(ErrorCode.PROCESSING_FAILED));
    SegmentIndex index = whole.segments();
    SegmentStarts starts =
        new SegmentStarts(
            index.segments().stream().map(SegmentIndex.Segment::start).toList(), index.duration());
    SegmentStarts.Run run =
        new SegmentStarts.Run(
            step.getFirstSegment(), step.getSegmentCount().orElse(index.segments().size()));
    Presentation.Track pictures = whole.picture().orElse(whole);
    return new RungPlan(
        nameOf(leased),
        new Ladder.Size(step.getWidth(), step.getHeight()),
        codec(step),
        step.getPartNumber(),
        bytes(index, run),
        starts.of(run),
        whole.resolution().map(r -> (long) r.width() * r.height()).orElse(1L),
        pictures.averageBitrate().orElse(0),
        whole.frameRate().orElse(UNKNOWN_RATE));
  }

  private static List<FragmentIndex.Extent> bytes(SegmentIndex index, SegmentStarts.Run run) {
    SegmentIndex.Segment first = index.segments().get(run.first());
    SegmentIndex.Segment last = index.segments().get(run.first() + run.count() - 1);
    return List.of(
        new FragmentIndex.Extent(index.initOffset(), index.initSize()),
        new FragmentIndex.Extent(first.offset(), last.offset() + last.size() - first.offset()));
  }
}
