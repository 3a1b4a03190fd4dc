package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The ffmpeg that works here: the configured one, or else the bundled one, so that the same video
 * becomes the same on every machine. A configured one that can't be used is said, and nothing else
 * takes its place.
 */
@ApplicationScoped
class FfmpegTools implements MediaTools {
  private static final Logger LOG = Logger.getLogger(FfmpegTools.class.getName());

  /** Health asks every few seconds, and each search starts programs. */
  private static final Duration SEARCH_AGAIN = Duration.ofMinutes(1);

  private final FfmpegSettings settings;
  private FfmpegProgram program;
  private Description found;
  private String problem;
  private long searched;

  FfmpegTools() {
    this(null);
  }

  @Inject
  FfmpegTools(FfmpegSettings settings) {
    this.settings = settings;
  }

  @Override
  public synchronized Description describe() {
    if (found == null && (problem == null || searchedLongAgo())) {
      search();
    }
    if (found == null) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, problem);
    }
    return found;
  }

  /** The programs to run. */
  synchronized FfmpegProgram program() {
    describe();
    return program;
  }

  String videoEncoder() {
    return describe().videoEncoder();
  }

  boolean hasFilter(String name) {
    return describe().filters().contains(name);
  }

  private boolean searchedLongAgo() {
    return System.nanoTime() - searched > SEARCH_AGAIN.toNanos();
  }

  private void search() {
    String before = problem;
    try {
      boolean configured = settings.path().isPresent();
      FfmpegProgram candidate =
          configured ? new FfmpegProgram(Path.of(settings.path().get()), false) : bundled();
      found = new FfmpegInquiry(candidate).describe(configured ? "configured" : "bundled");
      program = candidate;
      LOG.log(
          Level.INFO,
          "ffmpeg {0} ({1}, {2}), encoding with {3}",
          new Object[] {found.version(), found.origin(), found.path(), found.videoEncoder()});
    } catch (FfmpegInquiry.Unusable e) {
      problem =
          settings.path().isPresent()
              ? "SEALCAST_FFMPEG_PATH names no usable ffmpeg: " + e.getMessage()
              : "The bundled ffmpeg can't be used: " + e.getMessage();
      if (!problem.equals(before)) {
        LOG.log(Level.SEVERE, "no video can be prepared here. {0}", problem);
      }
    }
    searched = System.nanoTime();
  }

  private FfmpegProgram bundled() throws FfmpegInquiry.Unusable {
    try {
      return new BundledFfmpeg(settings.cacheDir())
          .unpack()
          .orElseThrow(
              () ->
                  new FfmpegInquiry.Unusable(
                      "this build has none for "
                          + System.getProperty("os.name")
                          + " on "
                          + System.getProperty("os.arch")));
    } catch (IOException e) {
      throw new FfmpegInquiry.Unusable("it can't be unpacked: " + e);
    }
  }
}
