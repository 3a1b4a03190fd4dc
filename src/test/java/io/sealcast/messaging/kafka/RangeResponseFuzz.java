package io.sealcast.messaging.kafka;

import static io.sealcast.fuzz.Laws.requireSame;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record with the answer to a request is decoded or refused by {@link MalformedRecord}; what was
 * decoded is the same after it was encoded and decoded again. An input is a list of headers, each
 * with the length of its name and of its value before them, a zero, and the value of the record.
 */
public final class RangeResponseFuzz implements FuzzTarget {
  private static final String MAC = "0123456789abcdef".repeat(4);

  @Override
  public String name() {
    return "range-response";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (RangeResponse response :
        List.of(
            new RangeResponse.Chunk("ann", 1, 2, true, ByteBuffer.wrap(new byte[] {1, 2, 3})),
            new RangeResponse.Receipt("ann", 1, 2, false, MAC),
            new RangeResponse.Failure("ann", 1, 2, ErrorCode.OVERLOADED, null),
            new RangeResponse.Failure("ann", 1, 2, ErrorCode.OVERLOADED, MAC))) {
      seeds.add(input(RangeResponseCodec.encode("t", response)));
    }
    return seeds;
  }

  private static byte[] input(ProducerRecord<String, byte[]> record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Header header : record.headers()) {
      byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
      out.write(name.length);
      out.write(header.value().length);
      out.writeBytes(name);
      out.writeBytes(header.value());
    }
    out.write(0);
    out.writeBytes(record.value());
    return out.toByteArray();
  }

  @Override
  public void parse(byte[] input) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(input);
    Headers headers = new RecordHeaders();
    while (in.remaining() > 1) {
      int name = in.get() & 0xff;
      if (name == 0) {
        break;
      }
      int value = in.get() & 0xff;
      headers.add(new String(take(in, name), StandardCharsets.UTF_8), take(in, value));
    }
    RangeResponse first;
    try {
      first = RangeResponseCodec.decode(headers, in.slice());
    } catch (MalformedRecord e) {
      return;
    }
    ProducerRecord<String, byte[]> record = RangeResponseCodec.encode("t", first);
    requireSame(
        (Record) first,
        (Record) RangeResponseCodec.decode(record.headers(), ByteBuffer.wrap(record.value())));
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[Math.min(length, in.remaining())];
    in.get(bytes);
    return bytes;
  }
}
