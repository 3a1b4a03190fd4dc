package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.Captions;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import io.sealcast.webvtt.CaptionFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Converts the text subtitles of a source into WebVTT. The source is read once, whatever the number
 * of its subtitle streams: a first run collects all of them in a small Matroska file in memory, of
 * which a further run for each stream takes one. A failure never fails the video.
 */
final class CaptionsMaker {
  /** Maximum size in bytes of the Matroska file. */
  private static final int MAX_COLLECTED = 32 << 20;

  /**
   * The time stamps stay those of the source. Otherwise ffmpeg would subtract the start of what it
   * reads, which for subtitles alone is the time of the first text.
   */
  private static final List<String> SOURCE_CLOCK = List.of("-copyts");

  private final FfmpegRunner runner;

  CaptionsMaker(FfmpegRunner runner) {
    this.runner = runner;
  }

  /**
   * Converts the streams and writes them to the sink.
   *
   * @param maxStreams maximum number of streams that are converted
   * @param origin time in seconds on the clock of the source that is 0 in the rendition
   * @return the captions that were made; streams without any text are omitted, too
   */
  List<Captions> make(
      int maxStreams,
      MediaSource source,
      MediaInfo info,
      double origin,
      MediaSink sink,
      Cancellation cancellation) {
    List<MediaInfo.Subtitle> streams =
        info.subtitles().stream().filter(MediaInfo.Subtitle::text).limit(maxStreams).toList();
    if (streams.isEmpty()) {
      return List.of();
    }
    Optional<byte[]> collected =
        OptionalOutput.attempt("captions", () -> collect(streams, source, cancellation));
    if (collected.isEmpty()) {
      return List.of();
    }
    List<Captions> made = new ArrayList<>();
    Set<LanguageTag> languages = new HashSet<>();
    for (int i = 0; i < streams.size(); i++) {
      int position = i;
      Optional<byte[]> webVtt =
          OptionalOutput.attempt(
                  "captions", () -> convert(position, collected.get(), origin, cancellation))
              .flatMap(text -> text);
      if (webVtt.isPresent()) {
        MediaInfo.Subtitle stream = streams.get(i);
        LanguageTag language = unused(stream.language(), languages);
        Captions captions = new Captions(stream.index(), language, stream.title());
        FfmpegTranscoder.write(captions.name(), webVtt.get(), sink);
        made.add(captions);
      }
    }
    return made;
  }

  private static LanguageTag unused(LanguageTag wanted, Set<LanguageTag> used) {
    LanguageTag language = wanted;
    for (int number = 2; !used.add(language); number++) {
      language = wanted.numbered(number);
    }
    return language;
  }

  /** Returns all streams in one Matroska file. */
  private byte[] collect(
      List<MediaInfo.Subtitle> streams, MediaSource source, Cancellation cancellation) {
    List<String> arguments = new ArrayList<>();
    for (MediaInfo.Subtitle stream : streams) {
      arguments.addAll(List.of("-map", "0:" + stream.index()));
    }
    arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-c:s", "webvtt"));
    return run(source, arguments, "matroska", MAX_COLLECTED, cancellation);
  }

  /** Returns one stream of the Matroska file as WebVTT; empty when it has no text. */
  private Optional<byte[]> convert(
      int position, byte[] collected, double origin, Cancellation cancellation) {
    byte[] converted =
        run(
            new MemorySource(collected),
            List.of("-map", "0:s:" + position, "-c:s", "copy"),
            "webvtt",
            CaptionFile.MAX_BYTES,
            cancellation);
    CaptionFile captions =
        SubstationDrawings.removedFrom(CaptionFile.parseConverted(converted))
            .shiftedBy(-Math.round(origin * 1000));
    byte[] webVtt = captions.toWebVtt();
    boolean usable = !captions.cues().isEmpty() && webVtt.length <= CaptionFile.MAX_BYTES;
    return usable ? Optional.of(webVtt) : Optional.empty();
  }

  /**
   * Runs ffmpeg.
   *
   * @throws DomainException PROCESSING_FAILED when it fails or its output is too large, or as
   *     {@link FfmpegRunner#encode}
   */
  private byte[] run(
      MediaSource source,
      List<String> arguments,
      String format,
      int maxBytes,
      Cancellation cancellation) {
    List<String> outputs = new ArrayList<>(arguments);
    outputs.addAll(List.of("-avoid_negative_ts", "disabled", "-max_error_rate", "1"));
    outputs.addAll(List.of("-f", format, "pipe:1"));
    byte[][] made = {new byte[0]};
    try (LoopbackLink link = new LoopbackLink(source, null)) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(SOURCE_CLOCK),
              1,
              outputs,
              in -> {
                made[0] = in.readNBytes(maxBytes + 1);
                // ffmpeg ends when it can't write the rest
                in.close();
              },
              cancellation);
      if (outcome.exitCode() != 0 || made[0].length > maxBytes) {
        throw new DomainException(ErrorCode.PROCESSING_FAILED);
      }
      return made[0];
    }
  }
}
