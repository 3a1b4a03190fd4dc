package io.sealcast.media.playback;

import static io.sealcast.media.playback.OddFile.Expected.fails;
import static io.sealcast.media.playback.OddFile.Expected.plays;
import static io.sealcast.media.playback.OddLab.AAC;
import static io.sealcast.media.playback.OddLab.H264;
import static io.sealcast.media.playback.OddLab.plain;

import io.sealcast.media.MediaWarning;
import io.sealcast.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Truncated and overwritten files. */
final class OddDamages {
  private static final String CODECS = H264 + " -b:v 900k " + AAC;

  /** Containers that can be read up to the point of truncation. */
  private static final Map<String, String> READABLE =
      Map.of(
          "mkv", "-f matroska",
          "ts", "-f mpegts",
          "flv", "-f flv",
          "fragmented.mp4", "-f mp4 -movflags +frag_keyframe+empty_moov+default_base_moof",
          "faststart.mp4", "-f mp4 -movflags +faststart");

  private OddDamages() {}

  static List<OddFile> all() {
    List<OddFile> files = new ArrayList<>();
    READABLE.keySet().stream().sorted().forEach(name -> files.add(cut(name)));
    files.add(
        new OddFile(
            "cut-at-60-moov-at-end.mp4",
            (lab, file) -> {
              lab.make(recipe("-f mp4"), file);
              OddLab.cut(file, 0.6);
              return file;
            },
            fails(ErrorCode.TRUNCATED_VIDEO)));
    for (String name : List.of("mkv", "ts", "flv", "fragmented.mp4", "faststart.mp4")) {
      files.add(lastPacketHalved(name));
    }
    for (String name : List.of("mkv", "ts", "flv", "fragmented.mp4", "faststart.mp4")) {
      files.add(noise(name));
    }
    return files;
  }

  private static OddFile cut(String name) {
    return new OddFile(
        "cut-at-60." + name,
        (lab, file) -> {
          lab.make(recipe(READABLE.get(name)), file);
          OddLab.cut(file, 0.6);
          return file;
        },
        // the time of 60 percent of the bytes depends on the container
        plays(0, 6).to(Double.NaN).lasts(Double.NaN).beeps(3).warns(MediaWarning.ENDS_EARLY));
  }

  private static OddFile lastPacketHalved(String name) {
    return new OddFile(
        "last-packet-halved." + name,
        (lab, file) -> {
          // without an index at the end, since only that would be cut off
          lab.make(
              recipe(
                  READABLE.get(name)
                      + (name.equals("mkv") ? " -live 1" : " -flvflags +no_metadata")),
              file);
          OddLab.cutOff(file, name.endsWith("mp4") ? 300 : 120);
          return file;
        },
        plays(0, 10).warns("?"));
  }

  private static OddFile noise(String name) {
    return new OddFile(
        "noise-60k." + name,
        (lab, file) -> {
          lab.make(recipe(READABLE.get(name)), file);
          OddLab.spoil(file, 60_000);
          return file;
        },
        plays(0, 10).beeps(6).warns(MediaWarning.DAMAGED));
  }

  private static OddLab.Recipe recipe(String container) {
    return plain().picture(OddTimes.noisy(10)).arguments(CODECS + " " + container);
  }
}
