package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.problem.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests golden vectors of version 1. They must never be regenerated, since topics may contain such
 * records.
 */
class RecordCodecTest {
  /** A request of the first versions, without chunk index and representation. */
  private static final String REQUEST =
      """
      {"v":1,"request_id":"2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee","range_id":81985529216486895,\
      "file_id":42,"object":"00000000-0000-4000-8000-000000000001","from":1048576,"to":2097151,\
      "reply_topic":"streaming-response-web-1","sealed_keys":"AQID",\
      "expires_at":"2030-01-02T03:04:05Z","deadline":"2030-01-02T03:04:05.678Z"}""";

  private static final String REQUEST_FOR_A_CHUNK =
      """
      {"v":1,"request_id":"2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee","range_id":81985529216486895,\
      "file_id":42,"object":"00000000-0000-4000-8000-000000000001","from":1048576,"to":2097151,\
      "chunk_index":1,"representation":"plaintext",\
      "reply_topic":"streaming-response-web-1","sealed_keys":"AQID",\
      "expires_at":"2030-01-02T03:04:05Z","deadline":"2030-01-02T03:04:05.678Z"}""";

  private static final String JOB =
      """
      {"v":1,"job_id":"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d","file_id":42}""";

  /** A job of an earlier version. */
  private static final String JOB_WITH_KEY =
      """
      {"v":1,"job_id":"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d","file_id":42,\
      "expires_at":"2030-01-09T03:04:05Z","sealed_data_key":"/+8A"}""";

  private static final String CHANGED =
      """
      {"v":1,"kind":"changed","file_id":42,"progress":17,"status":"processing"}""";

  private static final String DELETED =
      """
      {"v":1,"kind":"deleted","file_id":42,"progress":0,"owner_id":7}""";

  private static final String SESSION_ENDED =
      """
      {"v":1,"kind":"session_ended","file_id":42,"progress":0,\
      "session_hash":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}""";

  private static final RangeRequest THE_REQUEST =
      new RangeRequest(
          "2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee",
          81985529216486895L,
          42,
          UUID.fromString("00000000-0000-4000-8000-000000000001"),
          1,
          1048576,
          2097151,
          "streaming-response-web-1",
          null,
          new byte[] {1, 2, 3},
          Instant.parse("2030-01-02T03:04:05Z"),
          Instant.parse("2030-01-02T03:04:05.678Z"));

  @Test
  void writesRangeRequestsAsDocumented() {
    assertThat(new String(RangeRequestCodec.encode(THE_REQUEST), UTF_8))
        .isEqualTo(REQUEST_FOR_A_CHUNK);
  }

  /** During an update, processors of both versions serve instances of both versions. */
  @Test
  void aProcessorOfThePreviousVersionFindsAllThatItReadsInARequest() {
    JsonObject previous = parse(REQUEST);
    assertThat(parse(REQUEST_FOR_A_CHUNK)).containsAllEntriesOf(previous);
  }

  private static JsonObject parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  @Test
  void aRequestOfThePreviousVersionIsForPlaintextOfTheChunkThatItsBytesLieIn() {
    RangeRequest read = RangeRequestCodec.decode(REQUEST.getBytes(UTF_8));
    assertThat(read).usingRecursiveComparison().isEqualTo(THE_REQUEST);
    assertThat(read.chunkIndex()).isEqualTo(1);
    assertThat(read.representation()).isEqualTo(Representation.PLAINTEXT);
  }

  @Test
  void aRequestCarriesTheEnvelopeOfItsKeys() {
    String sealed = REQUEST_FOR_A_CHUNK.replace("\"}", "\",\"key_envelope\":\"BAUG\"}");
    RangeRequest read = RangeRequestCodec.decode(sealed.getBytes(UTF_8));
    assertThat(read.keyEnvelope()).containsExactly(4, 5, 6);
    assertThat(new String(RangeRequestCodec.encode(read), UTF_8)).isEqualTo(sealed);
  }

  @Test
  void aRequestCanNameTheCiphertext() {
    String wanted = REQUEST_FOR_A_CHUNK.replace("plaintext", "ciphertext");
    RangeRequest read = RangeRequestCodec.decode(wanted.getBytes(UTF_8));
    assertThat(read.representation()).isEqualTo(Representation.CIPHERTEXT);
    assertThat(new String(RangeRequestCodec.encode(read), UTF_8)).isEqualTo(wanted);
  }

  @Test
  void aTraceGoesInAHeaderAndNotInTheRecord() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", trace.getBytes(UTF_8));
    RangeRequest traced = RangeRequestCodec.decode(headers, REQUEST.getBytes(UTF_8));
    assertThat(traced.traceparent()).isEqualTo(trace);
    assertThat(new String(RangeRequestCodec.encode(traced), UTF_8)).isEqualTo(REQUEST_FOR_A_CHUNK);
    RecordHeaders written = new RecordHeaders();
    RangeRequestCodec.writeTrace(traced, written);
    assertThat(written.lastHeader("traceparent").value()).isEqualTo(trace.getBytes(UTF_8));
    RangeRequestCodec.writeTrace(THE_REQUEST, headers);
    assertThat(headers).hasSize(1);
  }

  @Test
  void aTraceThatIsNoneIsLeftAlone() {
    for (String garbage : new String[] {"", "nonsense", "00-" + "x".repeat(52), "9".repeat(9999)}) {
      RecordHeaders headers = new RecordHeaders();
      headers.add("traceparent", garbage.getBytes(UTF_8));
      assertThat(RangeRequestCodec.decode(headers, REQUEST.getBytes(UTF_8)).traceparent()).isNull();
    }
  }

  @Test
  void readsRangeRequestsAsDocumented() {
    RangeRequest read = RangeRequestCodec.decode(REQUEST_FOR_A_CHUNK.getBytes(UTF_8));
    assertThat(read).usingRecursiveComparison().isEqualTo(THE_REQUEST);
  }

  @Test
  void writesAndReadsJobsAsDocumented() {
    isWrittenAndReadAs(new ProcessingJob("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", 42), JOB);
  }

  @Test
  void writesAndReadsJobsWithTheirKeysAsEarlierVersionsDid() {
    isWrittenAndReadAs(
        new ProcessingJob(
            "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
            42,
            new ProcessingJob.RecordedKey(
                Instant.parse("2030-01-09T03:04:05Z"), new byte[] {-1, -17, 0})),
        JOB_WITH_KEY);
  }

  private static void isWrittenAndReadAs(ProcessingJob job, String record) {
    assertThat(new String(ProcessingJobCodec.encode(job), UTF_8)).isEqualTo(record);
    assertThat(ProcessingJobCodec.decode(record.getBytes(UTF_8)))
        .usingRecursiveComparison()
        .isEqualTo(job);
  }

  @Test
  void writesAndReadsEventsAsDocumented() {
    isWrittenAndReadAs(new VideoEvent.Changed(42, "processing", 17), CHANGED);
    isWrittenAndReadAs(new VideoEvent.Deleted(42, 7), DELETED);
    isWrittenAndReadAs(
        new VideoEvent.SessionEnded(42, "00112233445566778899aabbccddeeff".repeat(2)),
        SESSION_ENDED);
    VideoEvent owned = new VideoEvent.Changed(42, 7, "processed", 100);
    assertThat(VideoEventCodec.decode(VideoEventCodec.encode(owned))).isEqualTo(owned);
  }

  private static void isWrittenAndReadAs(VideoEvent event, String record) {
    assertThat(new String(VideoEventCodec.encode(event), UTF_8)).isEqualTo(record);
    assertThat(VideoEventCodec.decode(record.getBytes(UTF_8))).isEqualTo(event);
  }

  @Test
  void refusesEventsThatLackWhatTheirKindTells() {
    refusesEvent(CHANGED.replace("status", "state"), "status is no string");
    refusesEvent(CHANGED.replace("17", "101"), "progress is out of range");
    refusesEvent(SESSION_ENDED.replace("hash", "id"), "session_hash is no string");
    refusesEvent(SESSION_ENDED.replace("0011", "001"), "session_hash is no hash");
    refusesEvent(SESSION_ENDED.replace("0011", "001g"), "session_hash is no hash");
    refusesEvent(DELETED.replace("deleted", "shared"), "kind is unknown");
  }

  private static void refusesEvent(String value, String reason) {
    assertThatThrownBy(() -> VideoEventCodec.decode(value.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage(reason);
  }

  @Test
  void everyEventReachesTheConsumerForItsKindOnly() {
    List<String> reached = new ArrayList<>();
    for (String record : List.of(CHANGED, DELETED, SESSION_ENDED)) {
      VideoEventCodec.decode(record.getBytes(UTF_8))
          .dispatch(
              changed -> reached.add("changed"),
              deleted -> reached.add("deleted"),
              ended -> reached.add("ended"));
    }
    assertThat(reached).containsExactly("changed", "deleted", "ended");
  }

  @Test
  void writesResponsesAsHeadersAndBareBytes() {
    RangeResponse response =
        new RangeResponse.Chunk("ann", 5, 1048576, true, ByteBuffer.wrap(new byte[] {9, 8}));
    ProducerRecord<String, byte[]> record =
        RangeResponseCodec.encode("streaming-response-web-1", response);
    assertThat(record.key()).isEqualTo("ann");
    assertThat(record.value()).containsExactly(9, 8);
    assertThat(headersOf(record))
        .isEqualTo("v=1 request_id=ann range_id=5 offset=1048576 last=true");
    assertThat(RangeResponseCodec.decode(record.headers(), ByteBuffer.wrap(record.value())))
        .isEqualTo(response);
  }

  private static String headersOf(ProducerRecord<String, byte[]> record) {
    return Arrays.stream(record.headers().toArray())
        .map(h -> h.key() + "=" + new String(h.value(), UTF_8))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aReceiptIsAnAnswerWithoutContent() {
    RangeResponse receipt = new RangeResponse.Receipt("ann", 5, 1048576, true, null);
    ProducerRecord<String, byte[]> record = RangeResponseCodec.encode("t", receipt);
    assertThat(record.value()).isEmpty();
    assertThat(headersOf(record))
        .isEqualTo("v=1 request_id=ann range_id=5 offset=1048576 last=true");
    assertThat(RangeResponseCodec.decode(record.headers(), ByteBuffer.allocate(0)))
        .isEqualTo(receipt);
    assertThat(RangeResponseCodec.decode(record.headers(), null)).isEqualTo(receipt);
  }

  @Test
  void carriesFailuresByTheirCode() {
    String mac = "0123456789abcdef".repeat(4);
    RangeResponse failure = new RangeResponse.Failure("ann", 5, 0, ErrorCode.INTEGRITY_FAILED, mac);
    ProducerRecord<String, byte[]> record = RangeResponseCodec.encode("t", failure);
    assertThat(record.value()).isEmpty();
    assertThat(headersOf(record))
        .isEqualTo(
            "v=1 request_id=ann range_id=5 offset=0 last=false failure=integrity_failed mac="
                + mac);
    assertThat(RangeResponseCodec.decode(record.headers(), null)).isEqualTo(failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\u00e9"
      })
  void refusesAMacOfAnotherForm(String mac) {
    RangeResponse failure = new RangeResponse.Failure("ann", 5, 0, ErrorCode.NOT_FOUND, null);
    ProducerRecord<String, byte[]> record = RangeResponseCodec.encode("t", failure);
    record.headers().add("mac", mac.getBytes(UTF_8));
    assertThatThrownBy(() -> RangeResponseCodec.decode(record.headers(), null))
        .isInstanceOf(MalformedRecord.class);
  }

  @Test
  void refusesOtherVersions() {
    refuses(REQUEST.replace("\"v\":1", "\"v\":2"), "unknown version");
    refuses(REQUEST.replace("\"v\":1,", ""), "v is no number");
    RecordHeaders headers = new RecordHeaders();
    assertThatThrownBy(() -> RangeResponseCodec.decode(headers, ByteBuffer.allocate(1)))
        .isInstanceOf(MalformedRecord.class);
  }

  @Test
  void ignoresMembersOfALaterDay() {
    String later = REQUEST.replace("\"from\"", "\"trace\":{\"a\":[1]},\"from\"");
    assertThat(RangeRequestCodec.decode(later.getBytes(UTF_8)).to()).isEqualTo(2097151);
  }

  @Test
  void refusesWhatIsNotARequest() {
    refuses("", "empty");
    refuses("[]", "no JSON object");
    refuses("{", "no JSON object");
    refuses("null", "no JSON object");
    refuses("x".repeat(JsonRecord.MAX_SIZE + 1), "too large");
    refuses("[".repeat(JsonRecord.MAX_SIZE), "no JSON object");
    refuses("{\"a\":" + "[".repeat(JsonRecord.MAX_SIZE - 5), "no JSON object");
    refuses(REQUEST.replace("42", "1e99999999999"), "no JSON object");
    refuses(REQUEST.replace("42", "\"42\""), "file_id is no number");
    refuses(REQUEST.replace("42", "4.5"), "file_id is no whole number");
    refuses(REQUEST.replace("42", "1e999999999"), "file_id is no whole number");
    refuses(REQUEST.replace("42", "-1"), "file_id is no whole number");
    refuses(REQUEST.replace("42", "9223372036854775808"), "file_id is out of range");
    refuses(REQUEST.replace("2097151", "1048575"), "to is out of range");
    refuses(REQUEST.replace("AQID", "?"), "sealed_keys is no base64");
    refuses(REQUEST.replace("web-1", "web/1"), "reply_topic has characters");
    refuses(REQUEST.replace("05.678Z", "yesterday"), "deadline is no time");
    refuses(REQUEST.replace("00000000-0000", "0-0"), "object is no UUID");
    refuses(REQUEST_FOR_A_CHUNK.replace("plaintext", "picture"), "representation is unknown");
    refuses(REQUEST_FOR_A_CHUNK.replace("\"plaintext\"", "1"), "representation is no string");
    refuses(REQUEST_FOR_A_CHUNK.replace("index\":1", "index\":-1"), "no whole number");
  }

  private static void refuses(String value, String reason) {
    assertThatThrownBy(() -> RangeRequestCodec.decode(value.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecord.class)
        .hasMessageContaining(reason);
  }
}
