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

  @Test
  void severalAndNoneAreLaidOutAsEver() {
    KeySlot slot = new KeySlot(1, "passphrase", new byte[3], 1000, new byte[3]);
    StoredObject object = new StoredObject(new ObjectRef(2, ID), new byte[3], 7);
    assertThat(KeyFile.of(2, List.of(slot, slot), Map.of("b", object, "a", object)).toJson())
        .isEqualTo(
            """
            {
              "version": 1,
              "file_id": 2,
              "slots": [
                {
                  "kind": "passphrase",
                  "salt": "AAAA",
                  "iterations": 1000,
                  "wrapped": "AAAA"
                },
                {
                  "kind": "passphrase",
                  "salt": "AAAA",
                  "iterations": 1000,
                  "wrapped": "AAAA"
                }
              ],
              "objects": [
                {
                  "name": "a",
                  "object_id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
                  "iv": "AAAA",
                  "size": 7
                },
                {
                  "name": "b",
                  "object_id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
                  "iv": "AAAA",
                  "size": 7
                }
              ]
            }
            """);
    assertThat(KeyFile.of(2, List.of(), Map.of()).toJson())
        .isEqualTo(
            """
            {
              "version": 1,
              "file_id": 2,
              "slots": [
              ],
              "objects": [
              ]
            }
            """);
  }

  /** The file may come from an editor or from a later version. */
  @Test
  void isReadInAnyLayoutAndWithMembersThatAreNotKnown() {
    String other =
        GOLDEN
            .replaceAll("\\n *", "")
            .replace("\"version\": 1", "\t\"more\":[1.5,null,{\"a\":true}],\r\n\"version\" : 1");
    assertThat(KeyFile.parse(other).toJson()).isEqualTo(GOLDEN);
  }

  /** A deeply nested file must not end the recovery of all videos by a stack overflow. */
  @ParameterizedTest
  @ValueSource(ints = {16, 900, 500_000})
  void isRefusedWhenItIsNestedTooDeep(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    assertThatThrownBy(
            () -> KeyFile.parse(GOLDEN.replace("\"version\"", "\"x\":" + deep + ",\"version\"")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A slot of a later version or a damaged slot must not prevent the use of the others. */
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
        "{\"version\":1,\"file_id\":1.5,\"slots\":[],\"objects\":[]}",
        "{\"version\":1,\"file_id\":1e999999999,\"slots\":[],\"objects\":[]}",
        "{\"version\":1,\"file_id\":9223372036854775808,\"slots\":[],\"objects\":[]}",
        "{\"version\":1,\"file_id\":null,\"slots\":[],\"objects\":[]}",
        "{\"version\":1,\"file_id\":1,\"slots\":[],\"objects\":{}}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "\"\\u12",
        "\"\\uzzzz\"",
        "\"\\x\""
      })
  void isRefusedWhenItIsNone(String json) {
    assertThatThrownBy(() -> KeyFile.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }
}
