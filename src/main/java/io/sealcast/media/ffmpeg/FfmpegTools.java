package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Selects the ffmpeg to use: the configured one, or else the bundled one, so that a video becomes
 * the same rendition on every machine. A configured ffmpeg that can't be used is reported and not
 * replaced by another one.
 */
@ApplicationScoped
class FfmpegTools implements MediaTools {
  private static final Logger LOG = System.getLogger(FfmpegTools.class.getName());

  private static final double OUTPUT_DECODERS = 7.1;

  private final FfmpegSettings settings;
  private volatile @Nullable Found found;

  /** The result of a search: either a program with its description, or a problem. */
  private record Found(
      @Nullable FfmpegProgram program,
      @Nullable Sandbox sandbox,
      @Nullable Description description,
      @Nullable String problem) {}

  @Inject
  FfmpegTools(FfmpegSettings settings) {
    this.settings = settings;
  }

  @Override
  public Description describe() {
    return Objects.requireNonNull(found().description());
  }

  /**
   * Returns the selected program.
   *
   * @throws DomainException PROCESSING_INTERRUPTED when no usable program was found
   */
  FfmpegProgram program() {
    return Objects.requireNonNull(found().program());
  }

  /** Returns the sandbox in which the program runs. */
  Sandbox sandbox() {
    return Objects.requireNonNull(found().sandbox());
  }

  String videoEncoder() {
    return describe().videoEncoder();
  }

  boolean hasFilter(String name) {
    return describe().filters().contains(name);
  }

  /**
   * Whether the program can decode its own outputs in the same run (option {@code -dec}, since
   * version 7.1).
   */
  boolean decodesOutputs() {
    return !FfmpegCapabilities.isBefore(OUTPUT_DECODERS, describe().version());
  }

  private Found found() {
    Found known = found;
    if (known == null) {
      known = searchOnce();
    }
    if (known.problem() != null) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, known.problem());
    }
    return known;
  }

  private synchronized Found searchOnce() {
    if (found == null) {
      found = search();
    }
    return found;
  }

  @Override
  public synchronized void searchAgain() {
    if (found == null || found.problem() != null) {
      found = search();
    }
  }

  private Found search() {
    try {
      boolean configured = settings.path().isPresent();
      FfmpegProgram program =
          configured ? new FfmpegProgram(Path.of(settings.path().get()), false) : bundled();
      Found result = tryOut(program, configured ? "configured" : "bundled");
      report(
          Objects.requireNonNull(result.description()), Objects.requireNonNull(result.sandbox()));
      return result;
    } catch (FfmpegCapabilities.Unusable e) {
      return new Found(null, null, null, problem(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Runs the program in the sandbox. One that starts only outside of it is used without, unless the
   * sandbox is required.
   */
  private Found tryOut(FfmpegProgram program, String origin) throws FfmpegCapabilities.Unusable {
    Sandbox sandbox =
        settings.sandbox() == SandboxMode.OFF
            ? Sandbox.none("SEALCAST_FFMPEG_SANDBOX is off")
            : Sandbox.probe();
    boolean required = settings.sandbox() == SandboxMode.REQUIRED;
    if (required && !sandbox.isWhole()) {
      throw new FfmpegCapabilities.Unusable(
          "SEALCAST_FFMPEG_SANDBOX requires the sandbox, but it restricts only: " + sandbox);
    }
    try {
      return found(program, sandbox, origin);
    } catch (FfmpegCapabilities.Unusable e) {
      if (required) {
        throw e;
      }
      return found(program, Sandbox.none("the program doesn't start in the sandbox"), origin);
    }
  }

  private static Found found(FfmpegProgram program, Sandbox sandbox, String origin)
      throws FfmpegCapabilities.Unusable {
    return new Found(
        program, sandbox, new FfmpegCapabilities(program, sandbox).describe(origin), null);
  }

  private static void report(Description says, Sandbox sandbox) {
    LOG.log(
        Level.INFO,
        "ffmpeg {0} ({1}, {2}), encoding with {3}; its sandbox restricts: {4}",
        says.version(),
        says.origin(),
        says.path(),
        says.videoEncoder(),
        says.sandbox());
    if (!sandbox.isWhole()) {
      LOG.log(
          Level.WARNING,
          "ffmpeg reads strangers'' files without a whole sandbox. It restricts: {0}",
          says.sandbox());
    }
  }

  private String problem(String reason) {
    return (settings.path().isPresent()
            ? "SEALCAST_FFMPEG_PATH names no usable ffmpeg: "
            : "the bundled ffmpeg can't be used: ")
        + reason;
  }

  private FfmpegProgram bundled() throws FfmpegCapabilities.Unusable {
    try {
      return new BundledFfmpeg(settings.cacheDir())
          .unpack()
          .orElseThrow(
              () ->
                  new FfmpegCapabilities.Unusable(
                      "this build has none for "
                          + System.getProperty("os.name")
                          + " on "
                          + System.getProperty("os.arch")));
    } catch (IOException e) {
      throw new FfmpegCapabilities.Unusable("it can't be unpacked: " + e);
    }
  }
}
