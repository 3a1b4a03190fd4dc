package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealcast.messaging.RecordSeal;
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
 * The records of {@code video-events}: an event, when it expires, and a seal over both. Without it
 * whoever can write to the topic could end everybody's streams.
 */
@ApplicationScoped
class SealedEvents {
  static final String EXPIRES_AT = "expires_at";
  static final String SEAL = "seal";

  /** As long as the topic keeps it. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final RecordSeal seal;
  private final Clock clock;

  SealedEvents() {
    this(null, null);
  }

  @Inject
  SealedEvents(RecordSeal seal) {
    this(seal, Clock.systemUTC());
  }

  SealedEvents(RecordSeal seal, Clock clock) {
    this.seal = seal;
    this.clock = clock;
  }

  ProducerRecord<String, byte[]> write(VideoEvent event) {
    byte[] value = VideoEventCodec.encode(event);
    Instant expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.EVENTS, Long.toString(event.fileId()), value);
    record.headers().add(EXPIRES_AT, expiresAt.toString().getBytes(US_ASCII));
    record.headers().add(SEAL, JsonRecord.base64(seal.seal(value, expiresAt)).getBytes(US_ASCII));
    return record;
  }

  /**
   * Reads what {@link #write} made.
   *
   * @throws MalformedRecord for whatever else lies in the topic, and for what has expired
   */
  VideoEvent read(ConsumerRecord<String, byte[]> record) {
    byte[] value = JsonRecord.bounded(record.value());
    Instant expiresAt = expiry(record);
    if (!seal.isGenuine(value, expiresAt, sealOf(record))) {
      throw new MalformedRecord("not sealed by this deployment");
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

  private static byte[] sealOf(ConsumerRecord<String, byte[]> record) {
    try {
      return Base64.getDecoder().decode(HeaderText.require(record.headers(), SEAL));
    } catch (IllegalArgumentException e) {
      throw new MalformedRecord(SEAL + " is no base64");
    }
  }
}
