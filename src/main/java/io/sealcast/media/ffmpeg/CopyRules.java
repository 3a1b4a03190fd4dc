package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which streams may be copied. A stream that isn't proved here to be playable and to start,
 * end and seek exactly is encoded, which is slower but correct.
 */
final class CopyRules {
  /**
   * Largest picture that is copied, in pixels. A device that can't decode it has the smaller
   * renditions; {@link RenditionPlan} has the size up to which a picture is encoded.
   */
  private static final int MAX_SHORT_SIDE = 2160;

  private static final int MAX_LONG_SIDE = 4096;

  /** Longest interval between keyframes in seconds; with a longer one a seek takes too long. */
  private static final double MAX_KEYFRAME_GAP = 30.1;

  /** Interval between keyframes in seconds up to which the size of what is between is no matter. */
  private static final double SHORT_KEYFRAME_GAP = 5.1;

  /**
   * Largest number of bytes between keyframes that are farther apart: what a player fetches before
   * it shows a picture after a seek, 1.3 seconds of a line of 100 Mbit/s.
   */
  private static final long MAX_GROUP_BYTES = 16 << 20;

  /**
   * Containers whose time stamps are exact enough for a copy; those of AVI and MPEG program streams
   * aren't.
   */
  private static final Set<String> EXACT_CONTAINERS = Set.of("mov", "matroska", "mpegts", "flv");

  private static final Set<String> PROFILES =
      Set.of("Constrained Baseline", "Baseline", "Main", "High");

  private static final Set<String> PIXELS = Set.of("yuv420p", "yuvj420p");
  private static final int MAX_LEVEL = 52;
  private static final double MAX_FRAME_RATE = 60.5;

  /**
   * Longest time in seconds by which sound may begin before the first picture; this part is cut
   * off.
   */
  static final double MAX_SOUND_LEAD = 0.1;

  /** Longest time in seconds by which sound may end after the picture; this part is cut off. */
  private static final double MAX_SOUND_TAIL = 0.2;

  /** Longest time in seconds for which a copied stream may show one picture. */
  private static final double MAX_INTERVAL = 2;

  private static final int MAX_SAMPLE_RATE = 48000;
  private static final int MIN_SAMPLE_RATE = 8000;

  /**
   * Tolerance in seconds for copied sound: drift from its own sample clock, late start and early
   * end.
   */
  private static final double MAX_SOUND_ERROR = 0.01;

  private static final double MAX_SOUND_MISSING = 0.1;

  private static final String DAMAGED = "the file is damaged";

  private CopyRules() {}

  /**
   * Returns the reason why the picture, or sound that is alone, has to be encoded, for the log;
   * empty when it may be copied.
   */
  static Optional<String> against(MediaInfo info, SourceScan scan) {
    return info.video()
        .map(video -> againstPicture(video, info, scan))
        .orElseGet(() -> againstSoundAlone(info, scan));
  }

  private static Optional<String> againstPicture(
      MediaInfo.Video video, MediaInfo info, SourceScan scan) {
    return formatReason(video, info)
        .or(() -> packetsAgainst(scan.picture()))
        .or(() -> reasonIf(scan.isDamaged(), DAMAGED))
        .or(() -> soundReason(scan));
  }

  private static Optional<String> againstSoundAlone(MediaInfo info, SourceScan scan) {
    boolean exact = isExact(info) && !TimestampJoin.mayJump(info.container());
    PacketSummary sound = scan.sound().orElseThrow();
    return reasonIf(!exact, "format")
        .or(() -> reasonIf(scan.isDamaged(), DAMAGED))
        .or(
            () ->
                reasonIf(
                    !allowSound(info.audio().orElseThrow(), sound, sound.start(), sound.end()),
                    "its format or its time stamps"));
  }

  private static boolean isExact(MediaInfo info) {
    return EXACT_CONTAINERS.stream().anyMatch(info.container()::contains);
  }

  private static Optional<String> formatReason(MediaInfo.Video video, MediaInfo info) {
    boolean playable =
        video.codec().equals("h264")
            && PROFILES.contains(video.profile())
            && PIXELS.contains(video.pixelFormat())
            && video.level() <= MAX_LEVEL
            && video.frameRate() <= MAX_FRAME_RATE
            && !video.color().isHighDynamicRange()
            && isExact(info);
    boolean upright =
        video.rotation() == 0
            && !video.mirrored()
            && Math.abs(video.sampleAspect() - 1) < 0.01
            && !video.interlaced()
            && Math.min(video.width(), video.height()) <= MAX_SHORT_SIDE
            && Math.max(video.width(), video.height()) <= MAX_LONG_SIDE;
    return reasonIf(!playable, "format").or(() -> reasonIf(!upright, "shape"));
  }

  private static Optional<String> packetsAgainst(PacketSummary picture) {
    return reasonIf(picture.isEmpty() || !picture.isTimed() || picture.unsteady(), "time stamps")
        .or(() -> reasonIf(!picture.keyframeFirst(), "it doesn't begin with a keyframe"))
        .or(() -> reasonIf(isSlowToSeek(picture), "keyframes too far apart"))
        .or(() -> reasonIf(picture.openGroups(), "open groups of pictures"))
        .or(() -> reasonIf(picture.hidden() > 0, "an edit list hides a part"))
        .or(
            () ->
                reasonIf(
                    picture.longestInterval() > MAX_INTERVAL
                        || picture.lastDuration() > MAX_INTERVAL,
                    "a picture stands too long"));
  }

  private static boolean isSlowToSeek(PacketSummary picture) {
    return picture.keyframeGap() > MAX_KEYFRAME_GAP
        || picture.keyframeGap() > SHORT_KEYFRAME_GAP && picture.largestGroup() > MAX_GROUP_BYTES;
  }

  /**
   * Returns why the sound rules out a copied picture. A copy can't repeat a picture to fill time
   * before its beginning or after its end.
   */
  private static Optional<String> soundReason(SourceScan scan) {
    double tail = scan.end() - scan.picture().end();
    return reasonIf(scan.soundLead() > MAX_SOUND_LEAD, "the sound begins before the picture")
        .or(() -> reasonIf(tail > MAX_SOUND_TAIL, "the sound outlasts the picture"));
  }

  private static Optional<String> reasonIf(boolean holds, String reason) {
    return holds ? Optional.of(reason) : Optional.empty();
  }

  /**
   * Whether the sound may be copied: it is playable, has no gap and is exactly as long as the
   * picture.
   *
   * @param start time in seconds at which the picture begins
   * @param end time in seconds at which the picture ends
   */
  static boolean allowSound(MediaInfo.Audio audio, PacketSummary sound, double start, double end) {
    double late = sound.start() - start;
    double missing = end - sound.end();
    return audio.codec().equals("aac")
        && audio.profile().equals("LC")
        && audio.channels() <= 2
        && audio.sampleRate() >= MIN_SAMPLE_RATE
        && audio.sampleRate() <= MAX_SAMPLE_RATE
        && !sound.unsteady()
        && sound.hidden() == 0
        && sound.drift() < MAX_SOUND_ERROR
        && late <= MAX_SOUND_ERROR
        && late >= -MAX_SOUND_LEAD
        && missing <= MAX_SOUND_MISSING;
  }
}
