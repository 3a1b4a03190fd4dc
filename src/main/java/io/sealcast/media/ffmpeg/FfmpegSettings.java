package io.sealcast.media.ffmpeg;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of ffmpeg that an operator can change. */
@Dependent
final class FfmpegSettings {
  private final Optional<String> path;
  private final Optional<String> cacheDir;
  private final int threads;
  private final int memoryMib;
  private final Duration timeLimit;
  private final Duration stallLimit;
  private final SandboxMode sandbox;
  private final SourceLimits sourceLimits;

  /**
   * @param path path of an ffmpeg with an ffprobe in the same directory; empty for the bundled one
   * @param cacheDir directory into which the bundled programs are unpacked
   * @param threads number of threads that one ffmpeg uses for decoding, and for encoding; 0 for all
   *     cores
   * @param memoryMib limit of the address space of one ffmpeg in MiB; 0 for no limit
   * @param timeLimit longest duration of one run
   * @param stallLimit longest time for which a run may neither read nor write
   * @param sandbox whether ffmpeg runs in the sandbox: {@code auto}, {@code required} or {@code
   *     off}
   * @param sourceLimits the longest and largest sources
   */
  @Inject
  FfmpegSettings(
      @ConfigProperty(name = "sealcast.ffmpeg.path") Optional<String> path,
      @ConfigProperty(name = "sealcast.ffmpeg.cache-dir") Optional<String> cacheDir,
      @ConfigProperty(name = "sealcast.ffmpeg.threads") int threads,
      @ConfigProperty(name = "sealcast.ffmpeg.memory-mib") int memoryMib,
      @ConfigProperty(name = "sealcast.ffmpeg.time-limit") Duration timeLimit,
      @ConfigProperty(name = "sealcast.ffmpeg.stall-limit") Duration stallLimit,
      @ConfigProperty(name = "sealcast.ffmpeg.sandbox") String sandbox,
      SourceLimits sourceLimits) {
    this.path = path.filter(p -> !p.isBlank());
    this.cacheDir = cacheDir.filter(p -> !p.isBlank());
    this.threads = threads;
    this.memoryMib = memoryMib;
    this.timeLimit = timeLimit;
    this.stallLimit = stallLimit;
    this.sandbox = SandboxMode.of(sandbox);
    this.sourceLimits = sourceLimits;
  }

  Optional<String> path() {
    return path;
  }

  Path cacheDir() {
    return cacheDir
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "sealcast"));
  }

  int threads() {
    int wanted = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    return Math.max(1, Math.min(16, wanted));
  }

  int memoryMib() {
    return memoryMib;
  }

  Duration timeLimit() {
    return timeLimit;
  }

  Duration stallLimit() {
    return stallLimit;
  }

  SandboxMode sandbox() {
    return sandbox;
  }

  SourceLimits sourceLimits() {
    return sourceLimits;
  }
}
