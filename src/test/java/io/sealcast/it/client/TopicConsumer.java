package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A consumer that is implemented only by the description in {@code docs/messaging.md}. */
public final class TopicConsumer {
  private TopicConsumer() {}

  /** Reads the rendition that the response to {@code "delivery": "topic"} describes. */
  public static byte[] read(String bootstrap, JsonObject stream)
      throws IOException, GeneralSecurityException {
    byte[] all = new byte[stream.getInt("size")];
    Set<Long> seen = new TreeSet<>();
    SecretKeySpec key =
        new SecretKeySpec(Base64.getDecoder().decode(stream.getString("response_key")), "AES");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(stream.getString("response_topic"), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Instant until = Instant.now().plusSeconds(60);
      while (seen.size() < stream.getInt("chunk_count")) {
        assertThat(Instant.now()).isBefore(until);
        for (ConsumerRecord<String, byte[]> r : consumer.poll(Duration.ofMillis(200))) {
          assertThat(r.headers().lastHeader("failure")).isNull();
          long offset = Long.parseLong(header(r, "offset"));
          byte[] chunk = open(key, r, offset);
          System.arraycopy(chunk, 0, all, (int) offset, chunk.length);
          seen.add(offset); // chunks can be duplicate
        }
      }
    }
    return all;
  }

  private static byte[] open(SecretKeySpec key, ConsumerRecord<String, byte[]> r, long offset)
      throws IOException, GeneralSecurityException {
    ByteArrayOutputStream associated = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(associated);
    for (String text : List.of("sealcast response v1", header(r, "request_id"))) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
    out.writeLong(Long.parseLong(header(r, "range_id")));
    out.writeLong(offset);
    out.writeLong(header(r, "last").equals("true") ? 1 : 0);
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, r.value(), 0, 12));
    gcm.updateAAD(associated.toByteArray());
    return gcm.doFinal(r.value(), 12, r.value().length - 12);
  }

  private static String header(ConsumerRecord<String, byte[]> r, String name) {
    return new String(r.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
