package io.sealcast.vault;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import java.util.List;

/**
 * A key file is parsed or refused by an {@link IllegalArgumentException}; what was parsed is the
 * same after it was written and parsed again.
 */
public final class KeyFileFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "key-file";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        ("{\"version\":1,\"file_id\":17,\"slots\":[{\"kind\":\"passphrase\",\"salt\":\"AAEC\","
                + "\"iterations\":600000,\"wrapped\":\"AAAA\"},0],\"objects\":[{\"name\":\"a\","
                + "\"object_id\":\"6ba7b810-9dad-41d1-80b4-00c04fd430c8\",\"iv\":\"AQE=\","
                + "\"size\":5000000000}]}")
            .getBytes(UTF_8),
        "{\"version\":1,\"file_id\":1,\"slots\":[],\"objects\":[]}".getBytes(UTF_8),
        "{\"version\":1,\"file_id\":1e9999999999,\"slots\":[],\"objects\":[]}".getBytes(UTF_8));
  }

  @Override
  public void parse(byte[] input) {
    KeyFile file;
    try {
      file = KeyFile.parse(new String(input, UTF_8));
    } catch (IllegalArgumentException e) {
      return;
    }
    String json = file.toJson();
    require(KeyFile.parse(json).toJson().equals(json), "another key file when written again");
  }
}
