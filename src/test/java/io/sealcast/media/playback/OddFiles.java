package io.sealcast.media.playback;

import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All unusual files, and the shared corpus if it exists. */
final class OddFiles {
  static final Path CORPUS = Path.of("..", "shared", "corpus");

  private static final Map<String, ErrorCode> REFUSED =
      Map.of(
          "broken_no_moov.mp4", ErrorCode.TRUNCATED_VIDEO,
          "zero_length.webm", ErrorCode.EMPTY_FILE,
          "not_a_video_jpeg.mp4", ErrorCode.NOT_A_VIDEO);

  private OddFiles() {}

  static List<OddFile> made() {
    List<OddFile> all = new ArrayList<>();
    all.addAll(OddTimes.all());
    all.addAll(OddDamages.all());
    all.addAll(OddFormats.all());
    return all;
  }

  /** Returns the files, including those of the corpus, whose name contains one of the words. */
  static List<OddFile> matching(List<String> words) {
    List<OddFile> all = new ArrayList<>(made());
    all.addAll(corpus());
    return words.isEmpty()
        ? all
        : all.stream().filter(f -> words.stream().anyMatch(f.name()::contains)).toList();
  }

  /** Returns the unusual file with a name. */
  static OddFile named(String name) {
    return made().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<OddFile> corpus() {
    Path index = CORPUS.resolve("INDEX.tsv");
    if (!Files.exists(index)) {
      return List.of();
    }
    try {
      return Files.readAllLines(index).stream()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .map(OddFiles::fromCorpus)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OddFile fromCorpus(String[] columns) {
    String name = columns[0];
    double duration = columns[6].isEmpty() ? Double.NaN : Double.parseDouble(columns[6]);
    OddFile.Expected expected =
        REFUSED.containsKey(name)
            ? OddFile.Expected.fails(REFUSED.get(name))
            : OddFile.Expected.unmarked(duration).warns("?");
    return new OddFile(name, (lab, file) -> CORPUS.resolve(name), expected);
  }
}
