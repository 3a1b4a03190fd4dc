package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class BoxScanTest {
  static final Iterable<byte[]> FILES = new BoxScanFuzz().seeds();

  /** One of the files has a box that ends just below {@link Long#MAX_VALUE}. */
  @ParameterizedTest
  @FieldSource("FILES")
  void readsNothingBeyondTheEnd(byte[] file) {
    assertThatCode(() -> new BoxScanFuzz().parse(file)).doesNotThrowAnyException();
  }
}
