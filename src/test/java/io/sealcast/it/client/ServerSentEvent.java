package io.sealcast.it.client;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A Server-Sent Event of a stream.
 *
 * @param id id of the event, or null
 * @param data data of the event
 */
public record ServerSentEvent(String id, JsonObject data) {
  public static List<ServerSentEvent> parse(String body) {
    List<ServerSentEvent> events = new ArrayList<>();
    String id = null;
    for (String line : body.split("\n")) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        events.add(new ServerSentEvent(id, Api.json(line.substring(6))));
        id = null;
      }
    }
    return events;
  }

  /** Returns the concatenated bytes of the chunks. */
  public static byte[] bytes(List<ServerSentEvent> events) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ServerSentEvent event : events) {
      if (event.data.getString("type").equals("chunk")) {
        all.writeBytes(Base64.getDecoder().decode(event.data.getString("data")));
      }
    }
    return all.toByteArray();
  }
}
