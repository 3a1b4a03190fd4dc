package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaTools;
import io.sealcast.media.PictureCodec;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs ffmpeg and ffprobe in the {@link Sandbox} over a {@link LoopbackLink} and restricts their
 * formats, codecs, protocols, time, memory and threads.
 */
@Dependent
class FfmpegRunner {
  /**
   * The allowed demuxers: containers that are one file. Formats that refer to other files (concat,
   * hls, dash) and picture formats are not allowed. The last line has those of sound alone.
   */
  private static final String FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,mpegts,mpeg,ogg,asf,rm,dv,mxf,"
          + "h264,hevc,m4v,mpegvideo,ivf,obu,gif,"
          + "mp3,wav,flac,aac,amr,aiff,caf";

  /**
   * Product of pixels and threads: it allows two threads for 8K, eight for 4K and all cores for HD.
   */
  private static final long MAX_THREADED_PIXELS = 2L * 7680 * 4320;

  private final FfmpegTools tools;
  private final FfmpegSettings settings;
  private final boolean background;

  @Inject
  FfmpegRunner(FfmpegTools tools, FfmpegSettings settings) {
    this(tools, settings, false);
  }

  private FfmpegRunner(FfmpegTools tools, FfmpegSettings settings, boolean background) {
    this.tools = tools;
    this.settings = settings;
    this.background = background;
  }

  /** Returns a runner for work that nobody waits for, which leaves the processor to other work. */
  FfmpegRunner inBackground() {
    return new FfmpegRunner(tools, settings, true);
  }

  FfmpegSettings settings() {
    return settings;
  }

  /**
   * Returns the number of threads for pictures of a size. Each thread buffers some pictures, so
   * that sixteen threads at 8K would need more memory than a run may use.
   *
   * @param pixels width times height
   */
  int threads(long pixels) {
    return (int) Math.max(1, Math.min(settings.threads(), MAX_THREADED_PIXELS / pixels));
  }

  /** Whether the ffmpeg in use can convert high to standard dynamic range. */
  boolean convertsColors() {
    return tools.hasFilter("zscale") && tools.hasFilter("tonemap");
  }

  /** Whether the ffmpeg in use can decode its own outputs in the same run (option {@code -dec}). */
  boolean decodesOutputs() {
    return tools.decodesOutputs();
  }

  String videoEncoder() {
    return tools.videoEncoder();
  }

  /**
   * Returns the name of the encoder for a codec.
   *
   * @throws DomainException PROCESSING_FAILED when the ffmpeg in use has none
   */
  String encoderOf(PictureCodec codec) {
    if (codec == PictureCodec.H264) {
      return videoEncoder();
    }
    if (!tools.describe().canEncodeAv1()) {
      throw new DomainException(
          ErrorCode.PROCESSING_FAILED, "the ffmpeg in use has no " + MediaTools.AV1_ENCODER);
    }
    return MediaTools.AV1_ENCODER;
  }

  /** Whether the ffmpeg in use has an optional filter. */
  boolean hasFilter(String name) {
    return tools.hasFilter(name);
  }

  /** Runs ffprobe. {@code arguments} come after the restricting options and before the input. */
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
    return run(link, command, limit, output, new ErrorLines(), cancellation);
  }

  /** Runs ffmpeg as the other method, for callers that need its messages only at the end. */
  ChildProcess.Outcome encode(
      LoopbackLink link,
      List<List<String>> inputs,
      int threads,
      List<String> outputs,
      ChildProcess.Reader output,
      Cancellation cancellation) {
    return encode(link, inputs, threads, outputs, output, new ErrorLines(), cancellation);
  }

  /**
   * Runs ffmpeg.
   *
   * @param inputs the arguments before each input; all of them read the link's source, or the first
   *     one its {@linkplain LoopbackLink.Pictures pictures}
   * @param threads number of threads of each decoder
   * @param outputs the arguments after the inputs
   * @param errors receives its messages while it runs
   */
  ChildProcess.Outcome encode(
      LoopbackLink link,
      List<List<String>> inputs,
      int threads,
      List<String> outputs,
      ChildProcess.Reader output,
      ErrorLines errors,
      Cancellation cancellation) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(tools.program().ffmpeg().toString(), "-hide_banner", "-nostdin", "-nostats"));
    command.addAll(List.of("-loglevel", "level+error"));
    for (int i = 0; i < inputs.size(); i++) {
      command.addAll(inputs.get(i));
      command.addAll(List.of("-threads", Integer.toString(threads)));
      command.addAll(fence());
      command.addAll(List.of("-i", link.inputUrl(i)));
    }
    command.addAll(outputs);
    return run(link, command, settings.timeLimit(), output, errors, cancellation);
  }

  private static List<String> fence() {
    return List.of(
        "-protocol_whitelist",
        "http,tcp",
        "-format_whitelist",
        FORMATS,
        "-codec_whitelist",
        Decoders.ALLOWED);
  }

  private ChildProcess.Outcome run(
      LoopbackLink link,
      List<String> command,
      Duration limit,
      ChildProcess.Reader output,
      ErrorLines errors,
      Cancellation cancellation) {
    ChildProcess.Limits limits =
        new ChildProcess.Limits(limit, settings.stallLimit(), link::activity, settings.memoryMib());
    ChildProcess.Launch launch =
        tools.sandbox().launch(tools.program(), command, link.port(), settings.memoryMib());
    ChildProcess.Outcome outcome =
        ChildProcess.run(
            background ? launch.inBackground() : launch,
            limits,
            output,
            errors,
            cancellation,
            link::answerOnly);
    if (link.sourceFailure() != null) {
      throw link.sourceFailure();
    }
    if (Sandbox.failed(outcome)) {
      throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED, outcome.errors().get(0));
    }
    return outcome;
  }
}
