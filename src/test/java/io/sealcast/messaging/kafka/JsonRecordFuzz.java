package io.sealcast.messaging.kafka;

import static io.sealcast.fuzz.Laws.requireSame;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import java.util.List;
import java.util.function.Function;

/**
 * The value of a record in JSON is decoded or refused by {@link MalformedRecord}; what was decoded
 * is the same after it was encoded and decoded again.
 */
public final class JsonRecordFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "json-record";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        text(
            "{\"v\":1,\"request_id\":\"ann\",\"range_id\":1,\"file_id\":1,"
                + "\"object\":\"6ba7b810-9dad-41d1-80b4-00c04fd430c8\",\"from\":0,\"to\":10,"
                + "\"chunk_index\":0,\"representation\":\"plaintext\",\"reply_topic\":\"t\","
                + "\"receipt_topic\":\"r\",\"sealed_keys\":\"AQID\","
                + "\"expires_at\":\"2026-01-01T00:00:00Z\",\"deadline\":\"2026-01-01T00:00:00Z\"}"),
        text(
            "{\"v\":1,\"job_id\":\"j\",\"file_id\":2,\"expires_at\":\"2026-01-01T00:00:00.5Z\","
                + "\"sealed_data_key\":\"AAAA\"}"),
        text(
            "{\"v\":1,\"kind\":\"changed\",\"file_id\":7,\"progress\":50,\"owner_id\":3,"
                + "\"status\":\"processing\"}"),
        text("{\"v\":1,\"kind\":\"deleted\",\"file_id\":7,\"progress\":0}"),
        text(
            "{\"v\":1,\"kind\":\"session_ended\",\"file_id\":7,\"progress\":0,\"session_hash\":\""
                + "0123456789abcdef".repeat(4)
                + "\"}"));
  }

  private static byte[] text(String json) {
    return json.getBytes(UTF_8);
  }

  @Override
  public void parse(byte[] input) throws Exception {
    check(input, RangeRequestCodec::decode, RangeRequestCodec::encode);
    check(input, ProcessingJobCodec::decode, ProcessingJobCodec::encode);
    check(input, VideoEventCodec::decode, VideoEventCodec::encode);
  }

  private static <T> void check(
      byte[] input, Function<byte[], T> decode, Function<T, byte[]> encode) throws Exception {
    T first;
    try {
      first = decode.apply(input);
    } catch (MalformedRecord e) {
      return;
    }
    requireSame((Record) first, (Record) decode.apply(encode.apply(first)));
  }
}
