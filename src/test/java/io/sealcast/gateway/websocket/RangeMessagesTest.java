package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.gateway.websocket.RangeMessages.Request;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeMessagesTest {
  /**
   * Expected bytes: python3 -c 'import struct; print(struct.pack(">IIQ", id, 0, offset).hex())'.
   */
  @Test
  void writesTheHeaderBigEndian() {
    assertThat(frame(7, 1_048_576)).isEqualTo("0000000700000000" + "0000000000100000" + "cafe");
    assertThat(frame(0xffff_ffffL, 0x0123_4567_89ab_cdefL))
        .isEqualTo("ffffffff00000000" + "0123456789abcdef" + "cafe");
  }

  private static String frame(long id, long offset) {
    ByteBuffer frame = ByteBuffer.allocate(64);
    byte[] payload = {1, (byte) 0xca, (byte) 0xfe, 2};
    RangeMessages.frame(frame, id, offset, payload, 1, 2);
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void understandsARangeAndACancel() {
    assertThat(
            RangeMessages.parse(
                "{\"op\":\"range\",\"id\":7,\"object\":\"720p.mp4\",\"from\":0,\"to\":1048575}"))
        .isEqualTo(new Request.Range(7, "720p.mp4", 0, 1_048_575));
    assertThat(RangeMessages.parse("{\"op\":\"cancel\",\"id\":4294967295}"))
        .isEqualTo(new Request.Cancel(4294967295L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"range\",\"id\":7}",
        "{\"op\":\"range\",\"id\":7,\"object\":\"a\",\"from\":2,\"to\":1}",
        "{\"op\":\"range\",\"id\":7,\"object\":\"a\",\"from\":-1,\"to\":1}",
        "{\"op\":\"range\",\"id\":7,\"object\":\"a\",\"from\":0,\"to\":1.5}",
        "{\"op\":\"range\",\"id\":7,\"object\":\"a\",\"from\":0,\"to\":1e300}",
        "{\"op\":\"range\",\"id\":7,\"object\":3,\"from\":0,\"to\":1}",
      })
  void knowsWhichRangeIsMalformed(String text) {
    assertThat(RangeMessages.parse(text)).isEqualTo(new Request.Malformed(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{",
        "{}",
        "{\"op\":\"range\"}",
        "{\"op\":\"play\",\"id\":1}",
        "{\"op\":\"cancel\",\"id\":-1}",
        "{\"op\":\"cancel\",\"id\":4294967296}",
        "{\"op\":\"cancel\",\"id\":\"7\"}",
        "{\"op\":\"cancel\",\"id\":1e999999999}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"op\":\"cancel\",\"id\":1e99999999999}",
      })
  void refusesWhatNamesNoRange(String text) {
    assertThatThrownBy(() -> RangeMessages.parse(text))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
  }

  @Test
  void namesTheRangeThatFailed() {
    DomainException why = new DomainException(ErrorCode.NOT_FOUND);
    assertThat(RangeMessages.error(7, why))
        .isEqualTo(
            "{\"op\":\"error\",\"id\":7,\"code\":\"not_found\",\"message\":\"There is nothing here.\"}");
    assertThat(RangeMessages.error(why)).doesNotContain("id\":7");
    assertThat(RangeMessages.end(4294967295L)).isEqualTo("{\"op\":\"end\",\"id\":4294967295}");
  }
}
