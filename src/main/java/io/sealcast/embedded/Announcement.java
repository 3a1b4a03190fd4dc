package io.sealcast.embedded;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Says once that the application is ready: when it really is, and below Liberty's own lines; or why
 * it won't be, as soon as its health tells.
 */
final class Announcement extends Thread {
  private final URI address;

  Announcement(int port) {
    super("announcement");
    setDaemon(true);
    address = URI.create("http://localhost:" + port);
  }

  @Override
  public void run() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest question =
        HttpRequest.newBuilder(address.resolve("/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      Answer answer = ask(client, question);
      String said = "";
      while (!answer.ready()) {
        if (!answer.problem().equals(said)) {
          said = answer.problem();
          System.out.println("\n  No video can be prepared: " + said + "\n  " + address + "\n");
          System.out.flush();
        }
        Thread.sleep(200);
        answer = ask(client, question);
      }
      // let Liberty finish what it says about having started
      Thread.sleep(500);
      System.out.println("\n  Sealcast is ready: " + address + "   (Ctrl-C ends it)\n");
      System.out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What health says: all is well, or what is wrong with ffmpeg, which no waiting mends. */
  record Answer(boolean ready, String problem) {
    private static final Answer NOT_YET = new Answer(false, "");

    static Answer of(int status, String body) {
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        JsonArray checks = reader.readObject().getJsonArray("checks");
        if (status == 200) {
          // Without the application's checks, Liberty answers for a server whose application
          // failed.
          return checks.isEmpty() ? NOT_YET : new Answer(true, "");
        }
        for (JsonValue each : checks) {
          JsonObject check = each.asJsonObject();
          if (check.getString("name").equals("ffmpeg") && check.containsKey("data")) {
            return new Answer(false, check.getJsonObject("data").getString("problem", ""));
          }
        }
        return NOT_YET;
      } catch (JsonException | ClassCastException | NullPointerException e) {
        // the server is there, the application isn't yet
        return NOT_YET;
      }
    }
  }

  private static Answer ask(HttpClient client, HttpRequest question) throws InterruptedException {
    try {
      HttpResponse<String> said = client.send(question, HttpResponse.BodyHandlers.ofString());
      return Answer.of(said.statusCode(), said.body());
    } catch (IOException e) {
      return Answer.NOT_YET;
    }
  }
}
