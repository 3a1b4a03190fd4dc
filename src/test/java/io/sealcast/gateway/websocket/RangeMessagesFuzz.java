package io.sealcast.gateway.websocket;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;

/**
 * A message of a viewer is a request with an id of 32 bits and a range that isn't reversed, or is
 * refused as BAD_REQUEST.
 */
public final class RangeMessagesFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "range-message";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        text("{\"op\":\"range\",\"id\":1,\"object\":\"rendition-720.mp4\",\"from\":0,\"to\":99}"),
        text("{\"op\":\"cancel\",\"id\":4294967295}"),
        text("{\"op\":\"range\",\"id\":1.0e1}"),
        text("{\"op\":\"cancel\",\"id\":1e99999999999}"),
        text("[[[[{}]]]]"));
  }

  private static byte[] text(String json) {
    return json.getBytes(UTF_8);
  }

  @Override
  public void parse(byte[] input) {
    RangeMessages.Request request;
    try {
      request = RangeMessages.parse(new String(input, UTF_8));
    } catch (DomainException e) {
      require(e.code() == ErrorCode.BAD_REQUEST, "refused as " + e.code());
      return;
    }
    if (request instanceof RangeMessages.Request.Range range) {
      require(range.from() >= 0 && range.from() <= range.to(), "a reversed range");
      requireId(range.id());
    } else if (request instanceof RangeMessages.Request.Cancel cancel) {
      requireId(cancel.id());
    } else if (request instanceof RangeMessages.Request.Malformed malformed) {
      requireId(malformed.id());
    }
  }

  private static void requireId(long id) {
    require(id >= 0 && id <= 0xffff_ffffL, "an id that has no place in a frame");
  }
}
