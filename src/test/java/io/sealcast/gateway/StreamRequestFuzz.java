package io.sealcast.gateway;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.List;

/** A request for a stream has a key, or is refused by a {@link DomainException}. */
public final class StreamRequestFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "stream-request";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "{\"encryption_key\":\"a long key\",\"delivery\":\"topic\"}".getBytes(UTF_8),
        "{\"encryption_key\":null,\"delivery\":1}".getBytes(UTF_8),
        "{\"encryption_key\":[\"\"]}".getBytes(UTF_8),
        "{\"encryption_key\":1e9999999999}".getBytes(UTF_8));
  }

  @Override
  public void parse(byte[] input) {
    JsonObject body;
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(input))) {
      body = reader.readObject();
    } catch (JsonException
        | IllegalStateException
        | ClassCastException
        // of numbers of too many digits
        | NumberFormatException
        | UnsupportedOperationException
        | StackOverflowError e) {
      return; // the body's reader, which has a target of its own, refuses it
    }
    try (StreamRequest request = StreamRequest.of(body)) {
      require(request.encryptionKey().length > 0 && request.delivery() != null, "no key");
    } catch (DomainException e) {
      // that is how a request is refused
    }
  }
}
