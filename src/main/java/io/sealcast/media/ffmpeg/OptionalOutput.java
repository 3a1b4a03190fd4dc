package io.sealcast.media.ffmpeg;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes outputs without which a video is processed too. */
final class OptionalOutput {
  private static final Logger LOG = System.getLogger(OptionalOutput.class.getName());

  /** Errors that the server causes and that may be temporary. */
  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.PROCESSING_INTERRUPTED,
          ErrorCode.OBJECT_UNAVAILABLE,
          ErrorCode.STORAGE_UNAVAILABLE,
          ErrorCode.INSUFFICIENT_STORAGE);

  private OptionalOutput() {}

  /**
   * Makes an output. If the server has caused an error, a second attempt is made, since repeating
   * the whole job would take longer.
   *
   * @param name what is missing, for the log, when it couldn't be made
   * @return the output, or empty when it couldn't be made
   */
  static <T> Optional<T> attempt(String name, Supplier<T> output) {
    for (boolean again = false; ; again = true) {
      try {
        return Optional.of(output.get());
      } catch (DomainException e) {
        if (again || !PASSING.contains(e.code())) {
          LOG.log(Level.INFO, "no {0}: {1}", name, e.code());
          return Optional.empty();
        }
      }
    }
  }
}
