package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.messaging.RecordMac;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.vault.EventMacs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class AuthenticatedEventsTest {
  private static final Instant NOW = Instant.parse("2030-01-02T02:04:05.6Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final VideoEvent DELETED = new VideoEvent.Deleted(42, 7);
  private static final RecordMac MACS = macUnder(new byte[32]);

  private final AuthenticatedEvents events = at(NOW);

  @Test
  void anEventIsReadAsItWasWritten() {
    assertThat(events.read(received(events.write(DELETED)))).isEqualTo(DELETED);
    VideoEvent ended = new VideoEvent.SessionEnded(42, "ab".repeat(32));
    assertThat(events.read(received(events.write(ended)))).isEqualTo(ended);
  }

  @Test
  void theSealAndTheExpiryAreHeadersAndTheValueIsTheBareEvent() {
    ProducerRecord<String, byte[]> record = events.write(DELETED);
    assertThat(record.topic()).isEqualTo("video-events");
    assertThat(record.key()).isEqualTo("42");
    assertThat(record.value()).isEqualTo(VideoEventCodec.encode(DELETED));
    assertThat(
            Arrays.stream(record.headers().toArray())
                .map(h -> h.key() + "=" + new String(h.value(), UTF_8))
                .collect(Collectors.joining(" ")))
        .matches("expires_at=2030-01-02T03:04:05Z seal=[A-Za-z0-9+/]{43}=");
  }

  @Test
  void refusesWhatIsNotSealed() {
    for (String header : new String[] {"seal", "expires_at"}) {
      ConsumerRecord<String, byte[]> bare = received(events.write(DELETED));
      bare.headers().remove(header);
      refused(bare, header + " is missing or too long");
      bare.headers().add(header, null);
      refused(bare, header + " is missing or too long");
      bare.headers().add(header, "9".repeat(9999).getBytes(UTF_8));
      refused(bare, header + " is missing or too long");
    }
    ConsumerRecord<String, byte[]> record = received(events.write(DELETED));
    record.headers().add("seal", "no base64!".getBytes(UTF_8));
    refused(record, "seal is no base64");
    record.headers().add("expires_at", "soon".getBytes(UTF_8));
    refused(record, "expires_at is no time");
  }

  @Test
  void refusesWhatIsSealedForSomethingElse() {
    ProducerRecord<String, byte[]> of42 = events.write(DELETED);
    VideoEvent another = new VideoEvent.Deleted(43, 7);
    ConsumerRecord<String, byte[]> of43 = received(events.write(another));
    of42.headers().forEach(of43.headers()::add);
    refused(of43, "not written by this deployment");

    ConsumerRecord<String, byte[]> later = received(of42);
    later.headers().add("expires_at", "2031-01-02T03:04:05Z".getBytes(UTF_8));
    refused(later, "not written by this deployment");

    AuthenticatedEvents elsewhere =
        new AuthenticatedEvents(
            macUnder("another service key, of 256 bits".getBytes(UTF_8)), clock(NOW));
    refused(received(elsewhere.write(DELETED)), "not written by this deployment");
  }

  @Test
  void refusesWhatHasExpired() {
    ConsumerRecord<String, byte[]> record = received(events.write(DELETED));
    Instant expiry = NOW.plus(HOUR).minusMillis(600);
    assertThat(at(expiry.minusMillis(1)).read(record)).isEqualTo(DELETED);
    assertThatThrownBy(() -> at(expiry).read(record))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage("expired");
  }

  @Test
  void refusesGarbageWhoeverSealedIt() {
    byte[] garbage = "{\"v\":1,\"kind\":\"deleted\"}".getBytes(UTF_8);
    refused(sealed(garbage), "file_id is no number");
    refused(sealed(new byte[JsonRecord.MAX_SIZE + 1]), "too large");
    refused(new ConsumerRecord<>("video-events", 0, 0, "42", null), "empty");
  }

  private ConsumerRecord<String, byte[]> sealed(byte[] value) {
    ProducerRecord<String, byte[]> like = events.write(DELETED);
    Instant expiry = Instant.parse("2030-01-02T03:04:05Z");
    like.headers().add("seal", JsonRecord.base64(MACS.compute(value, expiry)).getBytes(UTF_8));
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(like.topic(), 0, 0, like.key(), value);
    like.headers().forEach(record.headers()::add);
    return record;
  }

  private void refused(ConsumerRecord<String, byte[]> record, String why) {
    assertThatThrownBy(() -> events.read(record))
        .isInstanceOf(MalformedRecord.class)
        .hasMessage(why);
  }

  private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
    sent.headers().forEach(record.headers()::add);
    return record;
  }

  private static AuthenticatedEvents at(Instant time) {
    return new AuthenticatedEvents(MACS, clock(time));
  }

  private static Clock clock(Instant time) {
    return Clock.fixed(time, ZoneOffset.UTC);
  }

  private static RecordMac macUnder(byte[] serviceKey) {
    EventMacs macs = EventMacs.under(serviceKey);
    return new RecordMac() {
      @Override
      public byte[] compute(byte[] value, Instant expiresAt) {
        return macs.compute(value, expiresAt);
      }

      @Override
      public boolean isValid(byte[] value, Instant expiresAt, byte[] mac) {
        return macs.isValid(value, expiresAt, mac);
      }
    };
  }
}
