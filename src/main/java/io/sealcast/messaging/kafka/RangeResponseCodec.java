package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record in a {@code streaming-response-…} topic: the sealed chunk is the value as it is, all
 * else lies in headers as text, so that a mebibyte isn't wrapped once more.
 */
final class RangeResponseCodec {
  static final String VERSION = "v";
  static final String REQUEST_ID = "request_id";
  static final String RANGE_ID = "range_id";
  static final String OFFSET = "offset";
  static final String LAST = "last";
  static final String FAILURE = "failure";

  /** A chunk, its nonce and tag, and room to spare. */
  static final int MAX_SIZE = (1 << 20) + 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] NO_BYTES = {};
  private static final byte[] V1 = {'1'};
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private RangeResponseCodec() {}

  static ProducerRecord<String, byte[]> encode(String topic, RangeResponse response) {
    return response.match(
        chunk -> record(topic, chunk, chunk.last(), bytes(chunk.sealedChunk())),
        receipt -> record(topic, receipt, receipt.last(), NO_BYTES),
        failure -> {
          ProducerRecord<String, byte[]> record = record(topic, failure, false, NO_BYTES);
          record.headers().add(FAILURE, failure.code().code().getBytes(UTF_8));
          return record;
        });
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, RangeResponse response, boolean last, byte[] value) {
    if (value.length > MAX_SIZE) {
      throw new IllegalArgumentException("a response of " + value.length);
    }
    List<Header> headers =
        List.of(
            new RecordHeader(VERSION, V1),
            new RecordHeader(REQUEST_ID, response.requestId().getBytes(UTF_8)),
            new RecordHeader(RANGE_ID, Long.toString(response.rangeId()).getBytes(UTF_8)),
            new RecordHeader(OFFSET, Long.toString(response.offset()).getBytes(UTF_8)),
            new RecordHeader(LAST, last ? TRUE : FALSE));
    return new ProducerRecord<>(topic, null, response.requestId(), value, headers);
  }

  /** The array itself where the buffer is all of it: a chunk isn't copied once more. */
  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer.hasArray() && buffer.array().length == buffer.remaining()) {
      return buffer.array();
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }

  static RangeResponse decode(Headers headers, @Nullable ByteBuffer value) {
    ByteBuffer sealed = value == null ? NOTHING : value;
    if (sealed.remaining() > MAX_SIZE) {
      throw new MalformedRecord("too large");
    }
    if (!"1".equals(HeaderText.require(headers, VERSION))) {
      throw new MalformedRecord("unknown version");
    }
    String requestId = HeaderText.require(headers, REQUEST_ID);
    if (!ID.matcher(requestId).matches()) {
      throw new MalformedRecord("request_id has characters that it may not have");
    }
    long rangeId = number(headers, RANGE_ID);
    long offset = number(headers, OFFSET);
    boolean last = "true".equals(HeaderText.require(headers, LAST));
    if (headers.lastHeader(FAILURE) != null) {
      ErrorCode code = ErrorCode.fromCode(HeaderText.require(headers, FAILURE));
      return new RangeResponse.Failure(requestId, rangeId, offset, code);
    }
    return sealed.hasRemaining()
        ? new RangeResponse.Chunk(requestId, rangeId, offset, last, sealed)
        : new RangeResponse.Receipt(requestId, rangeId, offset, last);
  }

  private static long number(Headers headers, String name) {
    try {
      long number = Long.parseLong(HeaderText.require(headers, name));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new MalformedRecord(name + " is no number");
  }
}
