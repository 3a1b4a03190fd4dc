package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the ffmpeg that works here: the configured one, else the system's, else the bundled one.
 * One that is too old, or can't encode H.264 and AAC, is passed over.
 */
@ApplicationScoped
class FfmpegTools implements MediaTools {
  private static final Logger LOG = Logger.getLogger(FfmpegTools.class.getName());
  private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\S+)");
  private static final Pattern ENCODER = Pattern.compile("^ [VA]\\S{5} (\\S+)", Pattern.MULTILINE);

  /** Best first. */
  private static final List<String> H264_ENCODERS = List.of("libx264", "libopenh264");

  private static final double OLDEST = 4.4;
  private static final int MAX_LISTING = 1 << 20;

  private final FfmpegSettings settings;
  private Description found;

  FfmpegTools() {
    this(null);
  }

  @Inject
  FfmpegTools(FfmpegSettings settings) {
    this.settings = settings;
  }

  @Override
  public synchronized Description describe() {
    if (found == null) {
      found = find();
      LOG.log(
          Level.INFO,
          "ffmpeg {0} ({1}, {2}), encoding with {3}",
          new Object[] {found.version(), found.origin(), found.path(), found.videoEncoder()});
    }
    return found;
  }

  Path ffmpeg() {
    return Path.of(describe().path());
  }

  Path ffprobe() {
    return ffprobeOf(ffmpeg());
  }

  String videoEncoder() {
    return describe().videoEncoder();
  }

  private Description find() {
    Optional<Description> tool = settings.path().map(Path::of).flatMap(p -> ask("configured", p));
    if (settings.path().isPresent() && tool.isEmpty()) {
      LOG.warning("sealcast.ffmpeg.path names no usable ffmpeg; looking for another");
    }
    return tool.or(this::system)
        .or(this::bundled)
        .orElseThrow(
            () ->
                new DomainException(
                    ErrorCode.PROCESSING_FAILED,
                    "The server has no ffmpeg that runs; install one and start it again."));
  }

  private Optional<Description> system() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String directory : path.split(Pattern.quote(File.pathSeparator))) {
      Path candidate = Path.of(directory, File.separatorChar == '\\' ? "ffmpeg.exe" : "ffmpeg");
      if (!directory.isEmpty() && Files.isExecutable(candidate)) {
        Optional<Description> tool = ask("system", candidate);
        if (tool.isPresent()) {
          return tool;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Description> bundled() {
    try {
      return new BundledFfmpeg(settings.cacheDir()).unpack().flatMap(p -> ask("bundled", p));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the bundled ffmpeg can''t be unpacked: {0}", e.toString());
      return Optional.empty();
    }
  }

  /** What an executable says of itself, when it is usable. */
  private static Optional<Description> ask(String origin, Path ffmpeg) {
    if (!Files.isExecutable(ffmpeg) || !Files.isExecutable(ffprobeOf(ffmpeg))) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(listing(ffmpeg, "-version"));
    if (!version.find() || tooOld(version.group(1))) {
      LOG.log(Level.WARNING, "{0} isn''t a working ffmpeg of 4.4 or later", ffmpeg);
      return Optional.empty();
    }
    Set<String> encoders = encoders(listing(ffmpeg, "-hide_banner", "-encoders"));
    Optional<String> h264 = H264_ENCODERS.stream().filter(encoders::contains).findFirst();
    if (h264.isEmpty() || !encoders.contains("aac")) {
      LOG.log(Level.WARNING, "{0} can''t encode H.264 and AAC", ffmpeg);
      return Optional.empty();
    }
    return Optional.of(
        new Description(origin, ffmpeg.toString(), version.group(1), h264.get(), encoders));
  }

  static boolean tooOld(String version) {
    Matcher number = Pattern.compile("^(\\d+\\.\\d+)").matcher(version);
    // a build from the repository has no number; those that people install are recent
    return number.find() && Double.parseDouble(number.group(1)) < OLDEST;
  }

  private static Set<String> encoders(String listing) {
    Set<String> names = new TreeSet<>();
    Matcher encoder = ENCODER.matcher(listing);
    while (encoder.find()) {
      String name = encoder.group(1).toLowerCase(Locale.ROOT);
      if (name.contains("264") || name.contains("aac") || name.equals("mjpeg")) {
        names.add(name);
      }
    }
    return names;
  }

  private static String listing(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    StringBuilder text = new StringBuilder();
    try {
      ChildProcess.run(
          command,
          new ChildProcess.Limits(Duration.ofSeconds(30), Duration.ofSeconds(30), () -> 0, 0),
          in -> text.append(new String(in.readNBytes(MAX_LISTING), StandardCharsets.UTF_8)),
          new Cancellation());
    } catch (DomainException e) {
      LOG.log(Level.WARNING, "{0} doesn''t run: {1}", new Object[] {program, e.getMessage()});
    }
    return text.toString();
  }

  private static Path ffprobeOf(Path ffmpeg) {
    return ffmpeg.resolveSibling(
        ffmpeg.getFileName().toString().endsWith(".exe") ? "ffprobe.exe" : "ffprobe");
  }
}
