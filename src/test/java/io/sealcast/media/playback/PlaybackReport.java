package io.sealcast.media.playback;

import io.sealcast.media.MediaWarning;
import io.sealcast.media.ffmpeg.MediaPipeline;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes unusual files by the product's pipeline, plays them in a browser, and reports the
 * results. As a program it prints a table:
 *
 * <pre>
 * mvn -Pplayback                       all of them, and the shared corpus
 * mvn -Pplayback -Dplayback=phone-trim,open-gop
 * </pre>
 */
public final class PlaybackReport implements AutoCloseable {
  private static final int SEEKS = 6;
  private static final int PLAYERS = 2;

  private final MediaPipeline pipeline = new MediaPipeline();
  private final Path directory;
  private final OddLab lab;
  private final RenditionPlayer player;

  private PlaybackReport(Path directory, RenditionPlayer player) {
    this.directory = directory;
    this.lab = new OddLab(new Ffmpeg(pipeline), directory);
    this.player = player;
  }

  /** Creates a report whose files are in a directory that the caller removes. */
  static PlaybackReport in(Path directory) throws IOException {
    return new PlaybackReport(directory, RenditionPlayer.open());
  }

  /**
   * The result for a file.
   *
   * @param file the file
   * @param size length in bytes
   * @param failure error code with which it was rejected
   * @param copied whether the picture was copied
   * @param warnings codes of the warnings
   * @param declared duration in seconds by the probe
   * @param made duration in seconds by the index of the rendition
   * @param playing how it played in the browser, unless it failed before
   * @param processing duration of the processing in seconds
   */
  record Result(
      OddFile file,
      long size,
      Optional<ErrorCode> failure,
      boolean copied,
      List<String> warnings,
      double declared,
      double made,
      Optional<Playing> playing,
      double processing) {

    /** Returns the deviations from the expected result; empty when there are none. */
    List<String> deviations() {
      return Deviations.of(this);
    }
  }

  /** Creates the file, processes it and plays it. */
  Result check(OddFile odd) throws IOException {
    Path file = odd.maker().make(lab, directory.resolve(odd.name()));
    long size = Files.size(file);
    long started = System.nanoTime();
    MediaPipeline.Made made;
    try {
      made = pipeline.make(file);
    } catch (DomainException e) {
      return new Result(
          odd,
          size,
          Optional.of(e.code()),
          false,
          List.of(),
          Double.NaN,
          Double.NaN,
          Optional.empty(),
          since(started));
    }
    double processing = since(started);
    Playing playing =
        player.play(
            made.rendition(),
            made.bytes(),
            new RenditionPlayer.Request(odd.expected().marked(), SEEKS, false));
    return new Result(
        odd,
        size,
        Optional.empty(),
        made.rendition().copied(),
        made.rendition().warnings().stream().map(MediaWarning::code).toList(),
        made.info().duration(),
        made.rendition().index().duration(),
        Optional.of(playing),
        processing);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  @Override
  public void close() {
    player.close();
  }

  /** Prints a row for each file whose name contains one of the words in {@code args}. */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>();
    for (String argument : args) {
      words.addAll(List.of(argument.split(",")));
    }
    words.removeIf(String::isBlank);
    List<OddFile> files = OddFiles.matching(words);
    System.out.println(ReportTable.HEAD);
    // most of the time is waiting while videos play
    int asExpected = new ParallelReport(files, !words.isEmpty()).run(PLAYERS);
    System.out.printf("%n%d of %d as they should be%n", asExpected, files.size());
    // a browser that couldn't be started leaves a thread running
    System.exit(0);
  }
}
