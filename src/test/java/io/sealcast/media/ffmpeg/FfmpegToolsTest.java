package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests which ffmpeg is started and which libraries it loads. */
class FfmpegToolsTest {
  private static final Path CACHE = Path.of("target", "ffmpeg").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Libraries that every glibc system with Java has: glibc itself and the compilers' libraries for
   * C and C++.
   */
  private static final Pattern OF_EVERY_SYSTEM =
      Pattern.compile("(ld-linux-.*|libc|libm|libmvec|libstdc\\+\\+|libgcc_s)\\.so\\.\\d+");

  @TempDir private Path directory;

  private static FfmpegTools tools(Path configured) {
    return tools(configured, "auto");
  }

  private static FfmpegTools tools(Path configured, String sandbox) {
    return new FfmpegTools(
        new FfmpegSettings(
            Optional.ofNullable(configured).map(Path::toString),
            Optional.of(CACHE.toString()),
            1,
            0,
            LIMIT,
            LIMIT,
            sandbox,
            new SourceLimits(LIMIT, 1000, 1000)));
  }

  @Test
  void takesTheBundledOneWhateverTheMachineHas() {
    MediaTools.Description found = tools(null).describe();

    assertThat(found.origin()).isEqualTo("bundled");
    assertThat(found.version()).startsWith("8.1.2");
    assertThat(Path.of(found.path())).startsWith(CACHE);
    assertThat(found.videoEncoder()).isEqualTo("libx264");
    assertThat(found.encoders()).contains("aac", "mjpeg", "libsvtav1");
    assertThat(found.filters()).containsExactly("tonemap", "zscale");
  }

  /** The dynamic linker reports the loaded files. A server without a desktop has no others. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void takesNoLibraryOfADesktop() throws IOException {
    FfmpegProgram program = new BundledFfmpeg(CACHE).unpack().orElseThrow();
    for (Path executable : List.of(program.ffmpeg(), program.ffprobe())) {
      TreeSet<String> taken = new TreeSet<>();
      for (Path library : loaded(executable, program.environment())) {
        if (!library.startsWith(CACHE)) {
          taken.add(library.getFileName().toString());
        }
      }
      assertThat(taken).isNotEmpty().allMatch(OF_EVERY_SYSTEM.asMatchPredicate());
    }
  }

  private List<Path> loaded(Path executable, Map<String, String> environment) throws IOException {
    Path log = Files.createTempDirectory(directory, "linker").resolve("log");
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(Map.of("LD_DEBUG", "files", "LD_DEBUG_OUTPUT", log.toString()));
    ChildProcess.Outcome outcome = run(executable, all);
    assertThat(outcome.exitCode()).as(String.join("\n", outcome.errors())).isZero();
    try (var logs = Files.list(log.getParent())) {
      return logs.flatMap(FfmpegToolsTest::lines)
          .map(Pattern.compile("calling init: (\\S+)")::matcher)
          .filter(Matcher::find)
          .map(line -> Path.of(line.group(1)))
          // the shell and nice, which set the limits, belong to the system
          .toList();
    }
  }

  private static java.util.stream.Stream<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ChildProcess.Outcome run(Path executable, Map<String, String> environment) {
    return ChildProcess.run(
        List.of(executable.toString(), "-version"),
        environment,
        new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
        in -> in.transferTo(java.io.OutputStream.nullOutputStream()),
        new Cancellation());
  }

  /**
   * The dynamic linker prints a warning for each substituted library, which shouldn't appear in
   * messages for people.
   */
  @Test
  void startsWithoutARemark() throws IOException {
    FfmpegProgram program = new BundledFfmpeg(CACHE).unpack().orElseThrow();

    assertThat(run(program.ffmpeg(), program.environment()).errors()).isEmpty();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void asksTheConfiguredOne() throws IOException {
    Path ffmpeg = script("#!/bin/sh\necho ffmpeg version 5.1.4\necho ' V....D libx264 x'");
    script(ffmpeg.resolveSibling("ffprobe"), "#!/bin/sh");
    Files.writeString(ffmpeg, "\necho ' A....D aac x'", java.nio.file.StandardOpenOption.APPEND);

    MediaTools.Description found = tools(ffmpeg).describe();

    assertThat(found.origin()).isEqualTo("configured");
    assertThat(found.path()).isEqualTo(ffmpeg.toString());
    assertThat(found.filters()).isEmpty();
  }

  @Test
  void tellsWhatTheSandboxRestricts() {
    assertThat(tools(null).describe().sandbox()).isEqualTo(Sandbox.probe().toString());
    assertThat(tools(null, "Off").describe().sandbox())
        .isEqualTo("limits; no more, since SEALCAST_FFMPEG_SANDBOX is off");
    assertThatThrownBy(() -> tools(null, "yes"))
        .hasMessage("SEALCAST_FFMPEG_SANDBOX must be auto, required or off, not 'yes'");
  }

  /** The sandbox doesn't let a configured program read files in other directories. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void runsOutsideWhatStartsOnlyThereUnlessTheSandboxIsRequired() throws IOException {
    assumeTrue(Sandbox.probe().isWhole(), "skipped: this machine has no sandbox");
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Path real =
        script(
            elsewhere.resolve("real"),
            "#!/bin/sh\necho ffmpeg version 5.1.4\necho ' V....D libx264 x'\necho ' A....D aac x'");
    Path ffmpeg = script("#!/bin/sh\nexec " + real);
    script(ffmpeg.resolveSibling("ffprobe"), "#!/bin/sh");

    assertThat(tools(ffmpeg).describe().sandbox())
        .isEqualTo("limits; no more, since the program doesn't start in the sandbox");
    refuses(tools(ffmpeg, "required"), "doesn't run");
  }

  @Test
  void putsNothingInThePlaceOfAConfiguredOneThatIsMissing() {
    refuses(tools(directory.resolve("ffmpeg")), "aren't there");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void saysWhyAConfiguredOneCannotBeUsed() throws IOException {
    Path broken =
        script("#!/bin/sh\necho 'libdrm.so.2: cannot open shared object file' >&2\nexit 127");
    script(broken.resolveSibling("ffprobe"), "#!/bin/sh");
    refuses(tools(broken), "libdrm.so.2: cannot open shared object file");

    refuses(tools(script("#!/bin/sh\necho ffmpeg version 5.0.1")), "5.1 or later");
    refuses(tools(script("#!/bin/sh\necho ffmpeg version 8.0.1")), "can't encode H.264 and AAC");
  }

  private static void refuses(FfmpegTools tools, String reason) {
    assertThatThrownBy(tools::describe)
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("SEALCAST_FFMPEG_PATH")
        .hasMessageContaining(reason);
  }

  private Path script(String text) throws IOException {
    return script(directory.resolve("ffmpeg"), text);
  }

  private static Path script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
