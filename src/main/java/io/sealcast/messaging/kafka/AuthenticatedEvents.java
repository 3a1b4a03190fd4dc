package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealcast.messaging.RecordMac;
import io.sealcast.messaging.VideoEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes and verifies the records of {@code video-events}. A record consists of an event, an expiry
 * time and a MAC over both. Without the MAC, anyone who can write to the topic could end the
 * streams of all viewers.
 */
@ApplicationScoped
class AuthenticatedEvents {
  static final String EXPIRES_AT = "expires_at";

  /**
   * The name of the header with the MAC. It dates from the time before the word {@code seal} meant
   * encryption only.
   */
  static final String MAC = "seal";

  /** Lifetime of an event. It equals the retention of the topic. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final RecordMac mac;
  private final Clock clock;

  @Inject
  AuthenticatedEvents(RecordMac mac) {
    this(mac, Clock.systemUTC());
  }

  AuthenticatedEvents(RecordMac mac, Clock clock) {
    this.mac = mac;
    this.clock = clock;
  }

  ProducerRecord<String, byte[]> write(VideoEvent event) {
    byte[] value = VideoEventCodec.encode(event);
    Instant expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.EVENTS, Long.toString(event.fileId()), value);
    record.headers().add(EXPIRES_AT, expiresAt.toString().getBytes(US_ASCII));
    record.headers().add(MAC, JsonRecord.base64(mac.compute(value, expiresAt)).getBytes(US_ASCII));
    return record;
  }

  /**
   * Verifies and decodes a record.
   *
   * @throws MalformedRecord when {@link #write} of this deployment didn't write the record, or the
   *     record has expired
   */
  VideoEvent read(ConsumerRecord<String, byte[]> record) {
    byte[] value = JsonRecord.bounded(record.value());
    Instant expiresAt = expiry(record);
    if (!mac.isValid(value, expiresAt, macOf(record))) {
      throw new MalformedRecord("not written by this deployment");
    }
    if (!clock.instant().isBefore(expiresAt)) {
      throw new MalformedRecord("expired");
    }
    return VideoEventCodec.decode(value);
  }

  private static Instant expiry(ConsumerRecord<String, byte[]> record) {
    try {
      return Instant.parse(HeaderText.require(record.headers(), EXPIRES_AT));
    } catch (DateTimeException e) {
      throw new MalformedRecord(EXPIRES_AT + " is no time");
    }
  }

  private static byte[] macOf(ConsumerRecord<String, byte[]> record) {
    try {
      return Base64.getDecoder().decode(HeaderText.require(record.headers(), MAC));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(MAC + " is no base64");
    }
  }
}
