package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The longest and largest sources that are prepared. Others would occupy a processor, or its
 * memory, for longer than the operator allows.
 */
@Dependent
final class SourceLimits {
  private final Duration maxDuration;
  private final long maxPixels;
  private final int maxFrameRate;

  /**
   * @param maxDuration longest duration of a source
   * @param maxPixels largest number of pixels of a picture
   * @param maxFrameRate largest average number of pictures in a second
   */
  @Inject
  SourceLimits(
      @ConfigProperty(name = "sealcast.source.max-duration") Duration maxDuration,
      @ConfigProperty(name = "sealcast.source.max-pixels") long maxPixels,
      @ConfigProperty(name = "sealcast.source.max-frame-rate") int maxFrameRate) {
    this.maxDuration = maxDuration;
    this.maxPixels = maxPixels;
    this.maxFrameRate = maxFrameRate;
  }

  /**
   * Checks what the header of a source says, before it is read.
   *
   * @throws DomainException SOURCE_LIMIT_EXCEEDED
   */
  void check(MediaInfo info) {
    requireLength(info.duration());
    info.video().ifPresent(this::requirePixels);
  }

  /**
   * Checks what a source contains: headers claim nothing, or something else.
   *
   * @throws DomainException SOURCE_LIMIT_EXCEEDED
   */
  void check(SourceScan scan) {
    if (!scan.isTimed()) {
      return;
    }
    double seconds = scan.end() - scan.start();
    requireLength(seconds);
    // a few pictures in no time are no rate
    if (seconds >= 1 && scan.picture().packets() / seconds > maxFrameRate) {
      throw exceeded(
          "It has %,.0f pictures in a second, and this server prepares up to %,d.",
          scan.picture().packets() / seconds, maxFrameRate);
    }
  }

  private void requireLength(double seconds) {
    if (seconds > maxDuration.toSeconds()) {
      throw exceeded(
          "It lasts %s, and this server prepares up to %s.",
          text(Duration.ofSeconds((long) seconds)), text(maxDuration));
    }
  }

  private void requirePixels(MediaInfo.Video video) {
    long pixels = (long) video.width() * video.height();
    if (pixels > maxPixels) {
      throw exceeded(
          "Its pictures have %d × %d pixels, and this server prepares up to %,d of them.",
          video.width(), video.height(), maxPixels);
    }
  }

  private static String text(Duration duration) {
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d",
        duration.toHours(),
        duration.toMinutesPart(),
        duration.toSecondsPart());
  }

  private static DomainException exceeded(String format, Object... values) {
    return new DomainException(
        ErrorCode.SOURCE_LIMIT_EXCEEDED, String.format(Locale.ROOT, format, values));
  }
}
