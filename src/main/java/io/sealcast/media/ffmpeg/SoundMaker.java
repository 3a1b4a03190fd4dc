package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.FragmentIndexer;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.SoundPlan;
import io.sealcast.media.SoundTrack;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Makes a further sound track of the source, and proves that it plays. */
final class SoundMaker {
  private static final Logger LOG = System.getLogger(SoundMaker.class.getName());

  private final FfmpegRunner runner;
  private final MediaSource source;
  private final MediaInfo info;
  private final SoundPlan plan;
  private final MediaSink sink;

  SoundMaker(
      FfmpegRunner runner, MediaSource source, MediaInfo info, SoundPlan plan, MediaSink sink) {
    this.runner = runner;
    this.source = source;
    this.info = info;
    this.plan = plan;
    this.sink = sink;
  }

  /** Makes the track; the exceptions are those of {@link FfmpegTranscoder#makeSound}. */
  SoundTrack make(IntConsumer progress, Cancellation cancellation) {
    MediaInfo.Audio audio =
        info.audio(plan.stream())
            .orElseThrow(() -> new DomainException(ErrorCode.UNSUPPORTED_CODEC));
    boolean mayUnify = runner.decodesOutputs() && plan.channels() == SoundPlan.STEREO;
    boolean unify = mayUnify && TimestampJoin.mayJump(info.container());
    Indexed made = encode(audio, unify, progress, cancellation);
    Optional<String> defect = check(made, cancellation);
    if (defect.isPresent() && mayUnify && !unify) {
      LOG.log(Level.INFO, "{0} doesn''t play: {1}", plan.name(), defect.get());
      made = encode(audio, true, progress, cancellation);
      defect = check(made, cancellation);
    }
    if (defect.isPresent()) {
      LOG.log(Level.WARNING, "{0} doesn''t play: {1}", plan.name(), defect.get());
      throw new DomainException(ErrorCode.PROCESSING_FAILED);
    }
    return new SoundTrack(
        plan.name(), plan.channels(), audio.language(), made.size(), made.index());
  }

  private record Indexed(long size, FragmentIndex index) {}

  private Indexed encode(
      MediaInfo.Audio audio, boolean unify, IntConsumer progress, Cancellation cancellation) {
    SoundCommand command = new SoundCommand(info, audio, plan, unify);
    return new StepRun(command.input(), 1, command::outputs)
        .run(
            runner,
            source,
            (output, activity) -> write(output),
            new ProgressReader(plan.length(), progress),
            cancellation);
  }

  private Indexed write(InputStream output) throws IOException {
    try (FragmentIndexer indexer = new FragmentIndexer(sink.open(plan.name()))) {
      output.transferTo(indexer);
      return new Indexed(indexer.size(), indexer.finish());
    }
  }

  private Optional<String> check(Indexed made, Cancellation cancellation) {
    return new SoundCheck(runner, plan.length())
        .defect(sink.reopen(plan.name()), made.index(), cancellation);
  }
}
