package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs an ffmpeg to find out its version and its capabilities. */
final class FfmpegCapabilities {
  private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\S+)");
  private static final Pattern ENCODER = Pattern.compile("^ [VA]\\S{5} (\\S+)", Pattern.MULTILINE);
  private static final Pattern FILTER =
      Pattern.compile("^ [T.][S.][C.]? (\\S+) ", Pattern.MULTILINE);

  /** The usable H.264 encoders, best first. */
  private static final List<String> H264_ENCODERS = List.of("libx264", "libopenh264");

  /** Filters that Sealcast uses if the ffmpeg has them. */
  private static final Set<String> FILTERS = Set.of("zscale", "tonemap");

  private static final double OLDEST = 5.1;
  private static final int MAX_LISTING = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final FfmpegProgram program;
  private final Sandbox sandbox;

  FfmpegCapabilities(FfmpegProgram program, Sandbox sandbox) {
    this.program = program;
    this.sandbox = sandbox;
  }

  /**
   * Describes the program.
   *
   * @throws Unusable with the reason, when the program lacks something that Sealcast needs
   */
  MediaTools.Description describe(String origin) throws Unusable {
    Path path = program.ffmpeg();
    if (!program.isThere()) {
      throw new Unusable(path + " and an ffprobe beside it aren't there as programs");
    }
    Matcher version = VERSION.matcher(listing("-version"));
    if (!version.find() || tooOld(version.group(1))) {
      throw new Unusable(path + " isn't an ffmpeg of 5.1 or later");
    }
    Set<String> encoders = names(ENCODER, listing("-encoders"), FfmpegCapabilities::isOurs);
    Optional<String> h264 = H264_ENCODERS.stream().filter(encoders::contains).findFirst();
    if (h264.isEmpty() || !encoders.contains("aac")) {
      throw new Unusable(path + " can't encode H.264 and AAC");
    }
    Set<String> filters = names(FILTER, listing("-filters"), FILTERS::contains);
    return new MediaTools.Description(
        origin,
        path.toString(),
        version.group(1),
        h264.get(),
        encoders,
        filters,
        sandbox.toString());
  }

  static boolean tooOld(String version) {
    return isBefore(OLDEST, version);
  }

  static boolean isBefore(double wanted, String version) {
    Matcher number = Pattern.compile("^(\\d+\\.\\d+)").matcher(version);
    // a build from ffmpeg's repository has no version number; such builds are recent
    return number.find() && Double.parseDouble(number.group(1)) < wanted;
  }

  private static boolean isOurs(String encoder) {
    return encoder.contains("264")
        || encoder.contains("aac")
        || encoder.equals("mjpeg")
        || encoder.equals(MediaTools.AV1_ENCODER);
  }

  private static Set<String> names(Pattern pattern, String listing, Predicate<String> wanted) {
    Set<String> names = new TreeSet<>();
    Matcher line = pattern.matcher(listing);
    while (line.find()) {
      String name = line.group(1).toLowerCase(Locale.ROOT);
      if (wanted.test(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private String listing(String what) throws Unusable {
    List<String> command = new ArrayList<>(List.of(program.ffmpeg().toString(), "-hide_banner"));
    command.add(what);
    StringBuilder text = new StringBuilder();
    ChildProcess.Outcome outcome;
    try {
      outcome =
          ChildProcess.run(
              sandbox.launch(program, command, 0, 0),
              new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
              in -> text.append(new String(in.readNBytes(MAX_LISTING), StandardCharsets.UTF_8)),
              new Cancellation(),
              pid -> {});
    } catch (DomainException e) {
      throw new Unusable(program.ffmpeg() + " doesn't run: " + e.getMessage());
    }
    if (outcome.exitCode() != 0) {
      throw new Unusable(
          program.ffmpeg()
              + " doesn't run: "
              + outcome.errors().stream().findFirst().orElse("exit " + outcome.exitCode()));
    }
    return text.toString();
  }

  /** Why an ffmpeg can't be used, in words for the operator. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }
  }
}
