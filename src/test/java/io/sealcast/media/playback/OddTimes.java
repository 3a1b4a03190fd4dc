package io.sealcast.media.playback;

import static io.sealcast.media.playback.OddFile.Expected.plays;
import static io.sealcast.media.playback.OddLab.AAC;
import static io.sealcast.media.playback.OddLab.H264;
import static io.sealcast.media.playback.OddLab.plain;

import io.sealcast.media.playback.OddFile.Expected;
import io.sealcast.media.playback.OddFile.Maker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files with unusual times: reordered frames, edit lists, gaps, jumping clocks. */
final class OddTimes {
  private final List<OddFile> files = new ArrayList<>();

  private OddTimes() {}

  static List<OddFile> all() {
    OddTimes times = new OddTimes();
    times.pictures();
    times.edits();
    times.sounds();
    times.ends();
    times.clocks();
    return times.files;
  }

  private void add(String name, Maker maker, Expected expected) {
    files.add(new OddFile(name, maker, expected));
  }

  private void add(String name, OddLab.Recipe recipe, Expected expected) {
    add(name, (lab, file) -> lab.make(recipe, file), expected);
  }

  private void pictures() {
    OddLab.Recipe openGop =
        plain()
            .rate(24, 10)
            .arguments(
                "-c:v libx264 -preset veryfast -pix_fmt yuv420p -x264-params"
                    + " open-gop=1:bframes=3:b-adapt=0:keyint=24:min-keyint=24:scenecut=0 "
                    + AAC);
    add("open-gop.mp4", openGop, plays(0, 10));
    add("open-gop.mkv", openGop, plays(0, 10));
    for (String container : List.of("mp4", "mkv")) {
      for (int rate : new int[] {2, 5, 30}) {
        add(
            "b-frames-" + rate + "fps." + container,
            plain().rate(rate, 10).arguments(bFrames(rate)),
            plays(0, 10));
      }
      add(
          "screen-vfr." + container,
          plain()
              .pictureFilter(
                  "select='lt(t,2)*not(mod(n,3))+gte(t,2)*lt(t,5)*not(mod(n,20))+gte(t,5)'"),
          plays(0, 10));
    }
    add("fps-1.mp4", plain().rate(1, 10).arguments(bFrames(1)), plays(0, 10));
    add("fps-120.mp4", plain(8).rate(120, 8), plays(0, 8));
  }

  private static String bFrames(int rate) {
    return "-c:v libx264 -preset veryfast -pix_fmt yuv420p -x264-params b-adapt=0 -bf 3 -g "
        + 2 * rate
        + " "
        + AAC;
  }

  private void edits() {
    // the keyframe before the cut is at 0
    add(
        "phone-trim.mp4",
        (lab, file) -> {
          lab.make(plain(20).arguments(keyframes(240)), lab.scratch("long.mp4"));
          lab.ffmpeg()
              .run(
                  Ffmpeg.words("-ss 7 -i"),
                  lab.scratch("long.mp4"),
                  Ffmpeg.words("-t 12 -c copy"),
                  file);
          return file;
        },
        plays(7, 19));
    add(
        "phone-trim-start.mp4",
        (lab, file) -> {
          lab.make(plain(12).arguments(keyframes(60)), lab.scratch("short.mp4"));
          lab.ffmpeg()
              .run(
                  Ffmpeg.words("-ss 2.5 -i"),
                  lab.scratch("short.mp4"),
                  Ffmpeg.words("-t 8 -c copy"),
                  file);
          return file;
        },
        plays(2.5, 10.5));
    add("empty-edit-picture.mp4", plain().pictureFilter("trim=start=1"), lateStart(1));
    add("empty-edit-sound.mp4", plain().soundFilter("atrim=start=2"), plays(0, 10).beeps(7));
  }

  private static String keyframes(int distance) {
    return "-c:v libx264 -preset veryfast -pix_fmt yuv420p -sc_threshold 0 -g "
        + distance
        + " "
        + AAC;
  }

  /** The picture begins {@code seconds} after the sound. */
  private static Expected lateStart(double seconds) {
    return plays(seconds, 10).lasts(10);
  }

  private void sounds() {
    for (String container : List.of("mkv", "mp4")) {
      OddLab.Recipe hole =
          new OddLab.Recipe(
              SyncClip.picture(320, 180, 30, 20),
              SyncClip.sound(20, 48000, 2),
              "null",
              "anull",
              H264 + " " + AAC + " -bsf:a noise=drop=between(pts*tb\\,5\\,12)");
      add("sound-hole-7s." + container, hole, plays(0, 20).beeps(11));
    }
    for (String seconds : List.of("0.3", "2", "4.5")) {
      add(
          "sound-late-" + seconds + "s.mkv",
          plain().soundFilter("atrim=start=" + seconds),
          plays(0, 10).beeps((int) (9 - Double.parseDouble(seconds))));
    }
    for (String seconds : List.of("0.3", "2")) {
      add(
          "picture-late-" + seconds + "s.mkv",
          plain().pictureFilter("trim=start=" + seconds),
          lateStart(Double.parseDouble(seconds)));
    }
    add("sound-longer.mp4", longer(), plays(0, 8).lasts(20).beeps(6));
    add("sound-longer.mkv", longer(), plays(0, 8).lasts(20).beeps(6));
    OddLab.Recipe shorter =
        plain()
            .picture(noisy(30))
            .sound(SyncClip.sound(5, 48000, 2))
            .arguments(H264 + " -b:v 4M " + AAC);
    add("sound-shorter.mp4", shorter, plays(0, 30).beeps(4));
    add("sound-shorter.mkv", shorter, plays(0, 30).beeps(4));
    add(
        "sound-at-95s.mkv",
        plain()
            .picture(SyncClip.picture(160, 90, 10, 100))
            .sound(SyncClip.sound(100, 48000, 2))
            .soundFilter("atrim=start=95"),
        plays(0, 100).beeps(4));
    add("sound-empty.mp4", withoutSamples("mp4"), plays(0, 10).beeps(0));
    add("sound-empty.mkv", withoutSamples("mkv"), plays(0, 10).beeps(0));
  }

  /** The file has a sound track without samples. */
  private static Maker withoutSamples(String container) {
    return (lab, file) -> {
      Path full = lab.scratch("full." + container);
      lab.make(plain(), full);
      lab.ffmpeg().run("-i", full, Ffmpeg.words("-c copy -bsf:a noise=drop=1"), file);
      return file;
    };
  }

  private static OddLab.Recipe longer() {
    return plain(8).sound(SyncClip.sound(20, 48000, 2));
  }

  /** Returns the source of a picture that needs many bytes. */
  static String noisy(double seconds) {
    return SyncClip.picture(320, 180, 30, seconds)
        .replaceFirst(",drawbox", ",noise=alls=40:allf=t,drawbox");
  }

  private void ends() {
    add(
        "subtitles-longer.mkv",
        (lab, file) -> {
          lab.make(plain(), lab.scratch("seen.mkv"));
          Files.writeString(
              lab.scratch("said.srt"),
              "1\n00:00:01,000 --> 00:00:03,000\nHello\n\n"
                  + "2\n00:00:20,000 --> 00:00:28,000\nGoodbye\n\n");
          lab.ffmpeg()
              .run(
                  "-i", lab.scratch("seen.mkv"), "-i", lab.scratch("said.srt"), "-c", "copy", file);
          return file;
        },
        plays(0, 10));
    OddLab.Recipe still =
        plain(5).sound(SyncClip.sound(15, 48000, 2)).arguments(lastFor(10) + " " + AAC);
    add("no-frame-for-10s.mp4", still, plays(0, 5).lasts(15).beeps(4));
    add("no-frame-for-10s.mkv", still, plays(0, 5).lasts(15).beeps(4));
    add("no-frame-for-10s-silent.mp4", still.silent(), plays(0, 5).lasts(15).beeps(0));
    add(
        "one-frame-in-12s.mkv",
        plain(12).pictureFilter("select='eq(n,0)+eq(n,60)'"),
        plays(0, 2).lasts(12).beeps(1));
  }

  /** Shows the frame at 4.967 s for the given time. */
  private static String lastFor(int seconds) {
    return H264 + " -bf 0 -bsf:v setts=duration=if(eq(N\\,149)\\," + seconds + "/TB\\,DURATION)";
  }

  private void clocks() {
    add("ts-jumps-an-hour.ts", twoParts(3600, 3600), plays(0, 12));
    add("ts-jumps-back.ts", twoParts(3600, -6), plays(0, 12));
    // the clock of a transport stream wraps around after 2^33 / 90000 = 95443.7 s
    add(
        "ts-wraps.ts",
        plain(12).arguments(H264 + " " + AAC + " -output_ts_offset 95438"),
        plays(0, 12));
    for (int start : new int[] {10, 600}) {
      String offset = H264 + " " + AAC + " -output_ts_offset " + start;
      add("starts-at-" + start + "s.ts", plain().arguments(offset), plays(0, 10));
      add("starts-at-" + start + "s.mp4", plain().arguments(offset), plays(0, 10));
    }
    add(
        "starts-at-605s.ogg",
        plain().arguments("-c:v libvpx -deadline realtime -c:a libopus -output_ts_offset 605"),
        plays(0, 10));
    add(
        "claims-143165s.mp4",
        (lab, file) -> {
          lab.make(
              plain()
                  .arguments(
                      H264
                          + " "
                          + AAC
                          + " -video_track_timescale 30000"
                          + " -movflags +frag_keyframe+empty_moov+default_base_moof"),
              file);
          // nearly 2^32 units of 1/30000 s, in a field that a fragmented file should leave 0
          OddLab.claim(file, 143_165_576, -2);
          return file;
        },
        plays(0, 10));
  }

  /** Concatenates two transport streams, of which the second shows the source from second 6 on. */
  private static Maker twoParts(int firstOffset, int secondOffset) {
    return (lab, file) -> {
      String codecs = H264 + " -bf 0 " + AAC + " -output_ts_offset ";
      lab.make(plain(6).arguments(codecs + firstOffset), lab.scratch("one.ts"));
      lab.make(
          plain(12)
              .pictureFilter("trim=start=6")
              .soundFilter("atrim=start=6")
              .arguments(codecs + (firstOffset + secondOffset)),
          lab.scratch("two.ts"));
      OddLab.append(file, lab.scratch("one.ts"), lab.scratch("two.ts"));
      return file;
    };
  }
}
