package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs ffmpeg and ffprobe over a link, fenced in: formats, protocols, time, memory, threads. */
@Dependent
class FfmpegRunner {
  /**
   * Containers of single files. Nothing that names other files (concat, hls, dash), no pictures;
   * the pure sound formats are there so that the reason can be told.
   */
  private static final String FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,ogg,asf,rm,dv,mxf,"
          + "mp3,wav,flac,aac,amr,aiff,caf";

  private final FfmpegTools tools;
  private final FfmpegSettings settings;

  @Inject
  FfmpegRunner(FfmpegTools tools, FfmpegSettings settings) {
    this.tools = tools;
    this.settings = settings;
  }

  FfmpegSettings settings() {
    return settings;
  }

  String videoEncoder() {
    return tools.videoEncoder();
  }

  /** Whether this ffmpeg has it; of those that not every one has. */
  boolean hasFilter(String name) {
    return tools.hasFilter(name);
  }

  /** Runs ffprobe; {@code arguments} come after what fences it in, before the input. */
  ChildProcess.Outcome probe(
      LoopbackLink link,
      List<String> arguments,
      Duration limit,
      ChildProcess.Reader output,
      Cancellation cancellation) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(tools.program().ffprobe().toString(), "-hide_banner"));
    command.addAll(List.of("-loglevel", "level+error"));
    command.addAll(fence());
    command.addAll(arguments);
    command.add(link.inputUrl());
    return run(link, command, limit, output, cancellation);
  }

  /** Runs ffmpeg; {@code before} and {@code after} are its arguments around the input. */
  ChildProcess.Outcome encode(
      LoopbackLink link,
      List<String> before,
      List<String> after,
      ChildProcess.Reader output,
      Cancellation cancellation) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(tools.program().ffmpeg().toString(), "-hide_banner", "-nostdin", "-nostats"));
    command.addAll(List.of("-loglevel", "level+error"));
    command.addAll(before);
    command.addAll(List.of("-threads", Integer.toString(settings.threads())));
    command.addAll(fence());
    command.addAll(List.of("-i", link.inputUrl()));
    command.addAll(after);
    return run(link, command, settings.timeLimit(), output, cancellation);
  }

  private static List<String> fence() {
    return List.of("-protocol_whitelist", "http,tcp", "-format_whitelist", FORMATS);
  }

  private ChildProcess.Outcome run(
      LoopbackLink link,
      List<String> command,
      Duration limit,
      ChildProcess.Reader output,
      Cancellation cancellation) {
    ChildProcess.Limits limits =
        new ChildProcess.Limits(limit, settings.stallLimit(), link::activity, settings.memoryMib());
    ChildProcess.Outcome outcome =
        ChildProcess.run(command, tools.program().environment(), limits, output, cancellation);
    if (link.sourceFailure() != null) {
      throw link.sourceFailure();
    }
    return outcome;
  }
}
