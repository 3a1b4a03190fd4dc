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
 * Encodes and decodes the records of {@code streaming-response-…} topics. The value is the sealed
 * chunk itself and everything else is in headers as text, so a mebibyte isn't copied for encoding.
 */
final class RangeResponseCodec {
  static final String VERSION = "v";

  /**
   * Contains the hash of a request id. Its name is that of the first versions, which wrote the id.
   */
  static final String REQUEST_ID = "request_id";

  static final String RANGE_ID = "range_id";
  static final String OFFSET = "offset";
  static final String LAST = "last";
  static final String FAILURE = "failure";
  static final String MAC = "mac";

  /** Upper limit of the length of a sealed chunk: a chunk, its nonce and its tag, rounded up. */
  static final int MAX_SIZE = (1 << 20) + 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final byte[] NO_BYTES = {};
  private static final byte[] V1 = {'1'};
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private RangeResponseCodec() {}

  static ProducerRecord<String, byte[]> encode(String topic, RangeResponse response) {
    return response.match(
        chunk -> record(topic, chunk, chunk.last(), bytes(chunk.sealedChunk())),
        receipt -> withMac(record(topic, receipt, receipt.last(), NO_BYTES), receipt.mac()),
        failure -> {
          ProducerRecord<String, byte[]> record = record(topic, failure, false, NO_BYTES);
          record.headers().add(FAILURE, failure.code().code().getBytes(UTF_8));
          return withMac(record, failure.mac());
        });
  }

  private static ProducerRecord<String, byte[]> withMac(
      ProducerRecord<String, byte[]> record, @Nullable String mac) {
    if (mac != null) {
      record.headers().add(MAC, mac.getBytes(UTF_8));
    }
    return record;
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, RangeResponse response, boolean last, byte[] value) {
    if (value.length > MAX_SIZE) {
      throw new IllegalArgumentException("a response of " + value.length);
    }
    List<Header> headers =
        List.of(
            new RecordHeader(VERSION, V1),
            new RecordHeader(REQUEST_ID, response.sessionHash().getBytes(UTF_8)),
            new RecordHeader(RANGE_ID, Long.toString(response.rangeId()).getBytes(UTF_8)),
            new RecordHeader(OFFSET, Long.toString(response.offset()).getBytes(UTF_8)),
            new RecordHeader(LAST, last ? TRUE : FALSE));
    return new ProducerRecord<>(topic, null, response.sessionHash(), value, headers);
  }

  /** Returns the bytes of the buffer; its own array, without a copy, when the buffer spans it. */
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
    String sessionHash = HeaderText.require(headers, REQUEST_ID);
    if (!ID.matcher(sessionHash).matches()) {
      throw new MalformedRecord("request_id has characters that it may not have");
    }
    long rangeId = number(headers, RANGE_ID);
    long offset = number(headers, OFFSET);
    boolean last = "true".equals(HeaderText.require(headers, LAST));
    if (headers.lastHeader(FAILURE) != null) {
      ErrorCode code = ErrorCode.fromCode(HeaderText.require(headers, FAILURE));
      return new RangeResponse.Failure(sessionHash, rangeId, offset, code, mac(headers));
    }
    return sealed.hasRemaining()
        ? new RangeResponse.Chunk(sessionHash, rangeId, offset, last, sealed)
        : new RangeResponse.Receipt(sessionHash, rangeId, offset, last, mac(headers));
  }

  /** Returns null when there is none, as in records of earlier versions. */
  private static @Nullable String mac(Headers headers) {
    if (headers.lastHeader(MAC) == null) {
      return null;
    }
    String mac = HeaderText.require(headers, MAC);
    if (!HEX.matcher(mac).matches()) {
      throw new MalformedRecord(MAC + " is no MAC");
    }
    return mac;
  }

  private static long number(Headers headers, String name) {
    try {
      long number = Long.parseLong(HeaderText.require(headers, name));
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new MalformedRecord(name + " is no number");
  }
}
