package io.sealcast.messaging.kafka;

import static io.sealcast.messaging.kafka.InstanceConfigSource.DECRYPTOR_CONNECTOR;
import static io.sealcast.messaging.kafka.InstanceConfigSource.INSTANCE_ID;
import static io.sealcast.messaging.kafka.InstanceConfigSource.TRANSCODER_CONNECTOR;
import static io.sealcast.messaging.kafka.InstanceConfigSource.WEB_CONNECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceConfigSourceTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, liberty-kafka, liberty-kafka, liberty-kafka",
        "'web,processor', liberty-kafka, liberty-kafka, liberty-kafka",
        "' Processor , WEB', liberty-kafka, liberty-kafka, liberty-kafka",
        "web, liberty-kafka, none, none",
        "processor, none, liberty-kafka, liberty-kafka",
        "decryptor, none, liberty-kafka, none",
        "transcoder, none, none, liberty-kafka",
        "webb, none, none, none"
      })
  void rolesSwitchTheirChannels(String roles, String web, String decryptor, String transcoder) {
    InstanceConfigSource source = new InstanceConfigSource(roles, "a", null);
    assertThat(source.getValue(WEB_CONNECTOR)).isEqualTo(web);
    assertThat(source.getValue(DECRYPTOR_CONNECTOR)).isEqualTo(decryptor);
    assertThat(source.getValue(TRANSCODER_CONNECTOR)).isEqualTo(transcoder);
  }

  @ParameterizedTest
  @CsvSource({"web-1, web-1", "My_Host.local:8000, my-host-local-8000", "'--', instance"})
  void anInstanceIdIsLegalInATopicsName(String given, String id) {
    assertThat(new InstanceConfigSource(null, given, null).getValue(INSTANCE_ID)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void anInstanceIsNeverCalledLikeASession(String uid) {
    String id = new InstanceConfigSource(null, uid, null).getValue(INSTANCE_ID);
    assertThat(Topic.sessionOf("streaming-response-" + uid)).hasValue(uid);
    assertThat(Topic.sessionOf("streaming-response-" + id)).isEmpty();
    assertThat(InstanceConfigSource.sanitize(id)).as("stays as it is").isEqualTo(id);
  }

  @Test
  void instancesOnOneMachineDifferByTheirPort() {
    String id = new InstanceConfigSource(null, null, "8123").getValue(INSTANCE_ID);
    assertThat(id).matches("[a-z0-9-]{1,64}").endsWith("-8123");
  }
}
