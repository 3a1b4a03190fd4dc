package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FileBeginningProperties {
  private static final int MIB = FileTypeDetector.LENGTH;

  /** A text is refused by the write that completes its first MiB, and a shorter one at its end. */
  @Property(tries = 50)
  void refusesAtTheFirstMebibyteOrTheEnd(
      @ForAll @IntRange(min = 1, max = 2 * MIB) int length,
      @ForAll @IntRange(min = 1, max = 300_000) int most,
      @ForAll long seed) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) 'a');
    Random random = new Random(seed);
    int at = 0;
    try (FileBeginning beginning = new FileBeginning()) {
      try {
        while (at < length) {
          int part = Math.min(length - at, 1 + random.nextInt(most));
          at += part;
          beginning.add(text, at - part, part);
          assertThat(at).isLessThan(MIB);
        }
        beginning.end();
        throw new AssertionError("a text was taken");
      } catch (DomainException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_VIDEO);
        assertThat(at).isBetween(Math.min(length, MIB), MIB + most - 1);
      }
    }
  }

  /** What comes after the first MiB isn't kept. */
  @Property(tries = 30)
  void takesWhatMayBeAVideo(@ForAll @IntRange(min = 1, max = 3 * MIB) int length) {
    byte[] bytes = new byte[length];
    try (FileBeginning beginning = new FileBeginning()) {
      for (int at = 0; at < length; at += 100_000) {
        beginning.add(bytes, at, Math.min(100_000, length - at));
      }
      assertThatCode(beginning::end).doesNotThrowAnyException();
    }
  }

  @Example
  void leavesAnEmptyFileToItsCaller() {
    try (FileBeginning beginning = new FileBeginning()) {
      assertThatCode(beginning::end).doesNotThrowAnyException();
    }
  }
}
