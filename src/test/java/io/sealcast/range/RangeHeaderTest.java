package io.sealcast.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
  private static final long SIZE = 1000;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-499, 0, 499",
    "bytes=500-, 500, 999",
    "bytes=-1, 999, 999",
    "bytes=-5000, 0, 999",
    "bytes=999-999, 999, 999",
    "bytes=10-5000, 10, 999",
    "bytes=10-99999999999999999999999, 10, 999",
    "BYTES=1-2, 1, 2",
    "bytes= 1-2 , 1, 2",
  })
  void readsOneRange(String header, long from, long to) {
    assertThat(RangeHeader.parse(header, SIZE)).contains(new ByteRange(from, to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=5-4",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-2,5-6",
        "items=0-1",
        "bytes",
        "",
        "bytes=--1"
      })
  void answersWholeToWhatIsNoRangeItServes(String header) {
    assertThat(RangeHeader.parse(header, SIZE)).isEmpty();
    assertThat(RangeHeader.parse(null, SIZE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999-"})
  void refusesWhatLiesOutside(String header) {
    assertThatThrownBy(() -> RangeHeader.parse(header, SIZE))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RANGE_NOT_SATISFIABLE));
  }

  @Test
  void saysWhichPartItIs() {
    assertThat(new ByteRange(2, 5).contentRange(10)).isEqualTo("bytes 2-5/10");
    assertThat(new ByteRange(2, 5).length()).isEqualTo(4);
  }
}
