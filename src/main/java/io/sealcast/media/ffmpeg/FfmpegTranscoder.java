package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.Chapters;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.PartListener;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.RungPart;
import io.sealcast.media.RungPlan;
import io.sealcast.media.SoundPlan;
import io.sealcast.media.SoundTrack;
import io.sealcast.media.SourceRungPlan;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.webvtt.Cue;
import io.sealcast.webvtt.WebVttWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes with ffmpeg. A run counts as successful only when its output arrived completely and
 * each part of it passed {@link RenditionCheck}.
 */
@ApplicationScoped
class FfmpegTranscoder implements Transcoder {
  private final FfmpegRunner runner;

  @Inject
  FfmpegTranscoder(FfmpegRunner runner) {
    this.runner = runner;
  }

  @Override
  public List<MediaOutput> transcode(
      MediaSource source,
      MediaInfo info,
      OutputPlan plan,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation) {
    List<MediaOutput> made = new ArrayList<>();
    @Nullable Rendition latest = null;
    for (OutputPlan.Output output : plan.outputs()) {
      if (output instanceof OutputPlan.PosterOf poster) {
        Rendition of = Objects.requireNonNull(latest);
        poster(poster, of, sink, cancellation).ifPresent(made::add);
      } else if (output instanceof OutputPlan.StoryboardOf storyboard) {
        Rendition of = Objects.requireNonNull(latest);
        made.addAll(
            new StoryboardMaker(runner)
                .make(storyboard, of, reopened(of, sink), sink, cancellation));
      } else if (output instanceof OutputPlan.CaptionsOf captions) {
        double origin = Objects.requireNonNull(latest).clock().origin();
        made.addAll(
            new CaptionsMaker(runner)
                .make(captions.maxStreams(), source, info, origin, sink, cancellation));
      } else if (output instanceof OutputPlan.ChaptersOf) {
        chapters(info, Objects.requireNonNull(latest), sink).ifPresent(made::add);
      } else {
        latest =
            new DefaultRenditionMaker(runner, source, info, sink, parts, progress, cancellation)
                .make();
        made.add(latest);
      }
    }
    return made;
  }

  @Override
  public RungPart makeRung(
      MediaSource rendition,
      RungPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    return new RungMaker(runner.inBackground(), rendition, plan, sink).make(progress, cancellation);
  }

  @Override
  public void makePiece(
      MediaSource source,
      MediaInfo info,
      PicturePiece piece,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    new PieceMaker(runner, source, info)
        .make(piece, activity -> sink.open(piece.name()), progress, cancellation);
  }

  @Override
  public RungPart makeSourceRung(
      MediaSource source,
      MediaInfo info,
      SourceRungPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    return new SourceRungMaker(runner.inBackground(), source, info, plan, sink)
        .make(progress, cancellation);
  }

  @Override
  public SoundTrack makeSound(
      MediaSource source,
      MediaInfo info,
      SoundPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation) {
    return new SoundMaker(runner.inBackground(), source, info, plan, sink)
        .make(progress, cancellation);
  }

  private Optional<Poster> poster(
      OutputPlan.PosterOf plan, Rendition of, MediaSink sink, Cancellation cancellation) {
    Optional<byte[]> jpeg =
        new PosterMaker(runner).tryToMake(plan, of, reopened(of, sink), cancellation);
    if (jpeg.isEmpty()) {
      return Optional.empty();
    }
    write(plan.name(), jpeg.get(), sink);
    return Optional.of(new Poster(plan.name()));
  }

  private static Optional<Chapters> chapters(MediaInfo info, Rendition of, MediaSink sink) {
    List<Cue> cues = ChapterCues.of(info.chapters(), of.clock().origin(), of.index().duration());
    if (cues.isEmpty()) {
      return Optional.empty();
    }
    Chapters chapters = new Chapters();
    write(chapters.name(), WebVttWriter.write(cues), sink);
    return Optional.of(chapters);
  }

  /** Writes an output that was made in memory. */
  static void write(String name, byte[] bytes, MediaSink sink) {
    try (OutputStream out = sink.open(name)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Returns the bytes of a rendition for reading. */
  private static MediaSource reopened(Rendition rendition, MediaSink sink) {
    return new ConcatenatedSource(
        rendition.parts().stream().map(RenditionPart::name).map(sink::reopen).toList());
  }

  /** Makes the default rendition alone. */
  Rendition defaultRendition(
      MediaSource source,
      MediaInfo info,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation) {
    return new DefaultRenditionMaker(runner, source, info, sink, parts, progress, cancellation)
        .make();
  }
}
