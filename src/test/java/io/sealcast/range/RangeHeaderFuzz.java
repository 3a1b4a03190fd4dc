package io.sealcast.range;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A header {@code Range} is ignored, names bytes within the object, or is refused as
 * RANGE_NOT_SATISFIABLE. The first eight bytes of an input are the size of the object.
 */
public final class RangeHeaderFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "range-header";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        input(1000, "bytes=0-"),
        input(1000, "bytes=1-1"),
        input(1000, "bytes=-5"),
        input(0, "bytes=-5"),
        input(1000, "bytes=0-0,5-6"),
        input(Long.MAX_VALUE, "bytes=9223372036854775806-9223372036854775808"));
  }

  private static byte[] input(long size, String header) {
    byte[] text = header.getBytes(ISO_8859_1);
    return ByteBuffer.allocate(Long.BYTES + text.length).putLong(size).put(text).array();
  }

  @Override
  public void parse(byte[] input) {
    if (input.length < Long.BYTES) {
      return;
    }
    long size = ByteBuffer.wrap(input).getLong() & Long.MAX_VALUE;
    String header = new String(input, Long.BYTES, input.length - Long.BYTES, ISO_8859_1);
    try {
      Optional<ByteRange> range = RangeHeader.parse(header, size);
      if (range.isPresent()) {
        ByteRange bytes = range.get();
        require(
            bytes.from() >= 0 && bytes.from() <= bytes.to() && bytes.to() < size,
            "a range beyond the object");
        require(
            RangeHeader.parse("bytes=" + bytes.from() + "-" + bytes.to(), size).equals(range),
            "another range when written again");
      }
    } catch (DomainException e) {
      require(e.code() == ErrorCode.RANGE_NOT_SATISFIABLE, "refused as " + e.code());
    }
  }
}
