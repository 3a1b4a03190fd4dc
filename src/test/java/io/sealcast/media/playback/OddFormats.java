package io.sealcast.media.playback;

import static io.sealcast.media.playback.OddFile.Expected.plays;
import static io.sealcast.media.playback.OddLab.AAC;
import static io.sealcast.media.playback.OddLab.H264;
import static io.sealcast.media.playback.OddLab.plain;

import io.sealcast.media.playback.OddFile.Expected;
import io.sealcast.media.playback.OddFile.Maker;
import java.util.ArrayList;
import java.util.List;

/** Files with unusual codecs, colours, orientations and containers. */
final class OddFormats {
  private static final double SECONDS = 8;

  private final List<OddFile> files = new ArrayList<>();

  private OddFormats() {}

  static List<OddFile> all() {
    OddFormats formats = new OddFormats();
    formats.colours();
    formats.raw();
    formats.pictures();
    formats.sounds();
    formats.short_();
    return formats.files;
  }

  private void add(String name, Maker maker, Expected expected) {
    files.add(new OddFile(name, maker, expected));
  }

  private void add(String name, OddLab.Recipe recipe, Expected expected) {
    add(name, (lab, file) -> lab.make(recipe, file), expected);
  }

  private void add(String name, String codecs) {
    add(name, plain(SECONDS).arguments(codecs), plays(0, SECONDS));
  }

  private void colours() {
    String hevc = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none";
    add(
        "hdr-pq-hevc.mp4",
        hevc
            + ":colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
            + hdr("smpte2084")
            + " -tag:v hvc1 "
            + AAC);
    add(
        "hdr-hlg-hevc.mp4",
        hevc
            + ":colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc"
            + hdr("arib-std-b67")
            + " -tag:v hvc1 "
            + AAC);
    add(
        "hdr-pq-h264.mkv",
        H264
            + " -pix_fmt yuv420p10le -x264-params"
            + " colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc "
            + AAC);
    add("10-bit.mp4", H264 + " -pix_fmt yuv420p10le " + AAC);
    add("4-4-4.mp4", H264 + " -pix_fmt yuv444p " + AAC);
    add("4-2-2-10-bit.mov", "-c:v prores_ks -profile:v 0 -c:a pcm_s16le");
    files.replaceAll(
        f ->
            f.name().startsWith("hdr")
                ? new OddFile(f.name(), f.maker(), f.expected().warns("?"))
                : f);
  }

  private static String hdr(String transfer) {
    return " -color_primaries bt2020 -color_trc " + transfer + " -colorspace bt2020nc";
  }

  private void raw() {
    add("raw.h264", plain(SECONDS).silent().arguments(H264), silent());
    add(
        "raw.hevc",
        plain(SECONDS)
            .silent()
            .arguments("-c:v libx265 -preset ultrafast -x265-params log-level=none"),
        silent());
    add("raw.m2v", plain(SECONDS).silent().arguments("-c:v mpeg2video -q:v 4"), silent());
    add("raw.ivf", plain(SECONDS).silent().arguments("-c:v libvpx -deadline realtime"), silent());
    add("raw.gif", plain(SECONDS).rate(10, SECONDS).silent().arguments("-c:v gif"), silent());
  }

  private static Expected silent() {
    return plays(0, SECONDS).beeps(0);
  }

  private void pictures() {
    add("b-frames-mpeg4.avi", "-c:v mpeg4 -bf 2 -q:v 4 -c:a libmp3lame");
    add("b-frames-h264.avi", H264 + " -bf 3 -c:a libmp3lame");
    add("vp8-vorbis.webm", "-c:v libvpx -deadline realtime -c:a vorbis -strict -2");
    add("vp9-opus.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus");
    add("wmv2.wmv", "-c:v wmv2 -q:v 4 -c:a wmav2");
    String interlaced = SyncClip.picture(320, 180, 25, SECONDS);
    String fields =
        "testsrc2=size=320x180:rate=50:duration=8,tinterlace=interleave_top,"
            + "lutyuv=y=16+(val-16)*0.3,"
            + SyncClip.marks()
            + ",setfield=tff";
    add(
        "interlaced-mpeg2.ts",
        plain(SECONDS)
            .picture(fields)
            .arguments("-c:v mpeg2video -q:v 4 -flags +ildct+ilme -c:a mp2"),
        plays(0, SECONDS));
    add(
        "interlaced-h264.ts",
        plain(SECONDS).picture(fields).arguments(H264 + " -flags +ildct+ilme " + AAC),
        plays(0, SECONDS));
    add(
        "odd-size.webm",
        plain(SECONDS)
            .picture(SyncClip.picture(361, 201, 30, SECONDS))
            .arguments("-c:v libvpx -deadline realtime -c:a libopus"),
        plays(0, SECONDS));
    add(
        "odd-size-4-4-4.mkv",
        plain(SECONDS)
            .picture(SyncClip.picture(361, 201, 30, SECONDS))
            .arguments(H264 + " -pix_fmt yuv444p " + AAC),
        plays(0, SECONDS));
    add("wide-pixels.mp4", plain(SECONDS).pictureFilter("setsar=4/3"), plays(0, SECONDS));
    for (int degrees : new int[] {90, 180, 270}) {
      add("rotated-" + degrees + ".mp4", rotated(degrees), plays(0, SECONDS));
    }
  }

  /**
   * The picture is stored rotated, and is upright when a player applies the rotation in the file.
   */
  private static Maker rotated(int degrees) {
    return (lab, file) -> {
      String turn =
          switch (degrees) {
            case 90 -> "transpose=clock";
            case 180 -> "hflip,vflip";
            default -> "transpose=cclock";
          };
      lab.make(plain(SECONDS).pictureFilter(turn), lab.scratch("turned.mp4"));
      lab.ffmpeg()
          .run(
              Ffmpeg.words("-display_rotation " + degrees + " -i"),
              lab.scratch("turned.mp4"),
              Ffmpeg.words("-c copy"),
              file);
      return file;
    };
  }

  private void sounds() {
    add(
        "mono-8-khz-aac.mp4",
        plain(SECONDS).sound(SyncClip.sound(SECONDS, 8000, 1)),
        plays(0, SECONDS));
    add(
        "mono-8-khz-pcm.mov",
        plain(SECONDS).sound(SyncClip.sound(SECONDS, 8000, 1)).arguments(H264 + " -c:a pcm_mulaw"),
        plays(0, SECONDS));
    for (String codec : List.of("ac3", "eac3", "dca", "aac", "flac")) {
      add(
          "5-1-" + codec + ".mkv",
          plain(SECONDS)
              .soundFilter("pan=5.1|FC=c0|FL=c0|FR=c1")
              .arguments(H264 + " -strict -2 -c:a " + codec),
          plays(0, SECONDS));
    }
    add(
        "5-1-eac3.mp4",
        plain(SECONDS).soundFilter("pan=5.1|FC=c0|FL=c0|FR=c1").arguments(H264 + " -c:a eac3"),
        plays(0, SECONDS));
    add("pcm.mov", H264 + " -c:a pcm_s16le");
    add("pcm.mkv", H264 + " -c:a pcm_s24le");
    add("opus.mkv", H264 + " -c:a libopus");
    add("opus.mp4", H264 + " -c:a libopus");
    add("mp3.mp4", H264 + " -c:a libmp3lame");
    add("mp3.mkv", H264 + " -c:a libmp3lame");
    add("aac.ts", H264 + " " + AAC);
    add("aac.flv", H264 + " " + AAC);
    add("silent.mp4", plain(SECONDS).silent(), silent());
    // only the first track has tones
    add(
        "two-sounds.mkv",
        (lab, file) -> {
          lab.make(plain(SECONDS), lab.scratch("with-sound.mkv"));
          lab.ffmpeg()
              .run(
                  "-i",
                  lab.scratch("with-sound.mkv"),
                  Ffmpeg.words("-f lavfi -i anullsrc=duration=8 -map 0 -map 1 -c:v copy " + AAC),
                  file);
          return file;
        },
        plays(0, SECONDS));
    add(
        "cover-art.mp4",
        (lab, file) -> {
          lab.make(plain(SECONDS), lab.scratch("uncovered.mp4"));
          lab.ffmpeg()
              .run(
                  Ffmpeg.words("-f lavfi -i testsrc2=size=600x600:rate=1 -frames:v 1"),
                  lab.scratch("cover.png"));
          lab.ffmpeg()
              .run(
                  "-i",
                  lab.scratch("cover.png"),
                  "-i",
                  lab.scratch("uncovered.mp4"),
                  Ffmpeg.words("-map 0 -map 1 -c copy -disposition:v:0 attached_pic"),
                  file);
          return file;
        },
        plays(0, SECONDS));
  }

  private void short_() {
    add("one-frame.mp4", plain(1.0 / 30).silent(), plays(0, 0.03).beeps(0));
    add("one-frame-and-sound.mp4", plain(5).rate(30, 1.0 / 30), plays(0, 0).lasts(5).beeps(0));
    add("a-tenth.mp4", plain(0.1), plays(0, 0.1).beeps(0));
    add("a-tenth.webm", plain(0.1).arguments("-c:v libvpx -c:a libopus"), plays(0, 0.1).beeps(0));
  }
}
