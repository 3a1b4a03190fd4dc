package io.sealcast.platform;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * A body is an object whose every value can be read and written again, or is refused as
 * BAD_REQUEST.
 */
public final class JsonObjectReaderFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "json-body";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        text("{\"username\":\"ann\",\"password\":\"a long \\u0070assword\"}"),
        text("{\"title\":\"\\ud83c\\udfac\",\"n\":[1,-2.5e3,true,null,{}]}"),
        text("{\"half\":\"\\ud83c\"}"),
        text("{\"n\":1e99999999999}"),
        text("{\"n\":-}"));
  }

  private static byte[] text(String json) {
    return json.getBytes(UTF_8);
  }

  @Override
  public void parse(byte[] input) {
    JsonObject body;
    try {
      body = JsonObjectReader.parse(input);
    } catch (DomainException e) {
      require(e.code() == ErrorCode.BAD_REQUEST, "refused as " + e.code());
      return;
    }
    JsonObject again = JsonObjectReader.parse(body.toString().getBytes(UTF_8));
    require(again.equals(body), "another object when written again");
  }
}
