package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

class RecordCodecProperties {

  @Property
  void aRequestIsReadAsItWasWritten(
      @ForAll @LongRange(min = 0) long rangeId,
      @ForAll @LongRange(min = 1) long fileId,
      @ForAll @LongRange(min = 0) long chunkIndex,
      @ForAll Representation representation,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long from,
      @ForAll @LongRange(min = 0, max = 1048575) long length,
      @ForAll long high,
      @ForAll long low,
      @ForAll @Size(max = 200) byte[] keys,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis,
      @ForAll boolean receipt) {
    RangeRequest request =
        new RangeRequest(
            "ann_1-2",
            rangeId,
            fileId,
            new UUID(high, low),
            chunkIndex,
            from,
            from + length,
            representation,
            receipt
                ? new RangeRequest.Placement(high & 0xffff_ffffL, low > 0)
                : RangeRequest.Placement.ALONE,
            "streaming-response-a",
            receipt ? "streaming-response-b" : null,
            receipt ? null : keys,
            keys,
            Instant.ofEpochSecond(millis / 1000),
            Instant.ofEpochMilli(millis),
            null);
    assertThat(RangeRequestCodec.decode(RangeRequestCodec.encode(request)))
        .usingRecursiveComparison()
        .isEqualTo(request);
  }

  private static final String MAC = "0123456789abcdef".repeat(4);

  @Property
  void aResponseIsReadAsItWasWritten(
      @ForAll @LongRange(min = 0) long rangeId,
      @ForAll @LongRange(min = 0) long offset,
      @ForAll boolean last,
      @ForAll ErrorCode code,
      @ForAll @Size(min = 1, max = 200) byte[] sealed) {
    for (RangeResponse response :
        List.of(
            new RangeResponse.Chunk("ann", rangeId, offset, last, ByteBuffer.wrap(sealed)),
            new RangeResponse.Receipt("ann", rangeId, offset, last, last ? MAC : null),
            new RangeResponse.Failure("ann", rangeId, offset, code, last ? MAC : null))) {
      ProducerRecord<String, byte[]> record = RangeResponseCodec.encode("t", response);
      assertThat(RangeResponseCodec.decode(record.headers(), ByteBuffer.wrap(record.value())))
          .isEqualTo(response);
    }
  }

  @Property
  void garbageIsRefusedAndNothingElseHappens(@ForAll byte[] garbage) {
    assertThat(refused(() -> RangeRequestCodec.decode(garbage))).isTrue();
    assertThat(refused(() -> ProcessingJobCodec.decode(garbage))).isTrue();
    assertThat(refused(() -> VideoEventCodec.decode(garbage))).isTrue();
    assertThat(
            refused(() -> RangeResponseCodec.decode(new RecordHeaders(), ByteBuffer.wrap(garbage))))
        .isTrue();
  }

  @Property
  void aSpoiltRequestIsReadOrRefused(
      @ForAll @IntRange(min = 0, max = 10_000) int position, @ForAll byte with) {
    byte[] record =
        ("{\"v\":1,\"request_id\":\"ann\",\"range_id\":1,\"file_id\":1,\"object\":"
                + "\"00000000-0000-4000-8000-000000000001\",\"from\":0,\"to\":9,\"reply_topic\":"
                + "\"t\",\"sealed_keys\":\"AQID\",\"expires_at\":\"2030-01-02T03:04:05Z\","
                + "\"deadline\":\"2030-01-02T03:04:05Z\"}")
            .getBytes(UTF_8);
    record[position % record.length] = with;
    boolean read = !refused(() -> RangeRequestCodec.decode(record));
    if (read) {
      assertThat(RangeRequestCodec.decode(record).to()).isGreaterThanOrEqualTo(0);
    }
  }

  /** Whether decoding is rejected. Any other exception fails the property. */
  private static boolean refused(Runnable decoding) {
    try {
      decoding.run();
      return false;
    } catch (MalformedRecord e) {
      return true;
    }
  }
}
