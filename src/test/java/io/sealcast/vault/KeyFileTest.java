package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final UUID ID = UUID.fromString("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
  private static final String GOLDEN =
      """
      {
        "version": 1,
        "file_id": 17,
        "slots": [
          {
            "kind": "passphrase",
            "salt": "AAECAwQFBgcICQoLDA0ODw==",
            "iterations": 600000,
            "wrapped": "AAAA"
          }
        ],
        "objects": [
          {
            "name": "a \\"quoted\\" \\u000a name\\\\",
            "object_id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
            "iv": "AQE=",
            "size": 5000000000
          }
        ]
      }
      """;

  @Test
  void isWrittenAsDocumented() {
    byte[] salt = new byte[16];
    for (int i = 0; i < 16; i++) {
      salt[i] = (byte) i;
    }
    KeyFile file =
        KeyFile.of(
            17,
            List.of(new KeySlot("passphrase", salt, 600_000, new byte[3])),
            Map.of(
                "a \"quoted\" \n name\\",
                new StoredObject(new ObjectRef(17, ID), new byte[] {1, 1}, 5_000_000_000L)));
    assertThat(file.toJson()).isEqualTo(GOLDEN);
  }

  @Test
  void isReadBack() {
    KeyFile file = KeyFile.parse(GOLDEN);
    assertThat(file.fileId()).isEqualTo(17);
    assertThat(file.slots().get(0).iterations()).isEqualTo(600_000);
    assertThat(file.objects()).containsOnlyKeys("a \"quoted\" \n name\\");
    assertThat(file.toJson()).isEqualTo(GOLDEN);
  }

  /** Of a later version, or damaged: what a video has besides it must stay in reach. */
  @Test
  void aSlotThatCannotBeReadDoesNotHideTheOthers() {
    String[] strange = {
      "{\"kind\": \"passkey\", \"credential\": \"AAAA\", \"wrapped\": {\"by\": 1}}",
      "{\"kind\": 7}",
      "{\"kind\": \"passphrase\"}",
      "{\"kind\": \"passphrase\", \"salt\": \"*\", \"iterations\": \"x\", \"wrapped\": []}",
      "{\"kind\": \"passphrase\", \"salt\": \"AA==\", \"iterations\": 5000000000, \"wrapped\": \"\"}",
      "{}",
      "1"
    };
    for (String slot : strange) {
      KeyFile file = KeyFile.parse(GOLDEN.replace("\"slots\": [", "\"slots\": [" + slot + ", "));
      assertThat(file.slots()).as(slot).hasSize(2);
      assertThat(file.slots().get(0).id()).isEqualTo(1);
      assertThat(file.slots().get(0).isForPassphrases() && !file.slots().get(0).isDamaged())
          .isFalse();
      assertThat(file.slots().get(1).id()).isEqualTo(2);
      assertThat(file.slots().get(1).kind()).isEqualTo("passphrase");
      assertThat(file.slots().get(1).iterations()).isEqualTo(600_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "null",
        "{\"version\":2}",
        "{\"version\":1}",
        "{\"version\":1,}",
        "{\"version\":1,\"file_id\":\"x\",\"slots\":[],\"objects\":[]}",
        "{\"version\":1,\"file_id\":1,\"slots\":[],\"objects\":[]}x",
        "{\"version\":1,\"file_id\":-,\"slots\":[],\"objects\":[]}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\"\\u12",
        "\"\\uzzzz\"",
        "\"\\x\""
      })
  void isRefusedWhenItIsNone(String json) {
    assertThatThrownBy(() -> KeyFile.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }
}
