package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of ffmpeg that makes one file of one input.
 *
 * @param input the arguments before the input
 * @param threads number of threads of each decoder
 * @param outputs returns the arguments after the input for the address of the output
 * @param errors receives its messages
 */
record StepRun(
    List<String> input, int threads, Function<String, List<String>> outputs, ErrorLines errors) {
  /** A run whose messages matter only when it fails. */
  StepRun(List<String> input, int threads, Function<String, List<String>> outputs) {
    this(input, threads, outputs, new ErrorLines());
  }

  /**
   * Receives the file.
   *
   * @param <T> what becomes of it
   */
  interface Writer<T> {
    /**
     * Reads the output up to its end, on a thread of the link.
     *
     * @param activity is called from time to time while no more bytes can be taken: the run isn't
     *     stalled then
     */
    T write(InputStream output, Runnable activity) throws IOException;
  }

  /**
   * Runs ffmpeg, and returns what the writer has made of its output.
   *
   * @throws DomainException when ffmpeg fails, or with a failure of the source or of the writer
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   */
  <T> T run(
      FfmpegRunner runner,
      MediaSource source,
      Writer<T> writer,
      ProgressReader progress,
      Cancellation cancellation) {
    AtomicReference<@Nullable T> written = new AtomicReference<>();
    try (LoopbackLink link =
        new LoopbackLink(
            source, (output, activity) -> written.set(writer.write(output, activity)))) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(input),
              threads,
              outputs.apply(link.outputUrl()),
              progress,
              errors,
              cancellation);
      DomainException refused = link.refusal();
      if (refused != null) {
        throw refused;
      }
      if (outcome.exitCode() != 0) {
        throw Diagnosis.of(outcome.errors());
      }
      link.awaitArrival(cancellation);
      return Objects.requireNonNull(written.get());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_FAILED, e);
    }
  }
}
