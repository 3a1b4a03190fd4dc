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
 * Prints one line when the application is ready, after Liberty's own messages; or the reason why it
 * can't process videos, as soon as its health check reports that.
 */
final class Announcement extends Thread {
  private final URI health;
  private final URI address;

  /**
   * @param port the port of http, at which the health check answers
   * @param address what the user opens in the browser
   */
  Announcement(int port, URI address) {
    super("announcement");
    setDaemon(true);
    health = URI.create("http://localhost:" + port + "/health/ready");
    this.address = address;
  }

  @Override
  public void run() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest question = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
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
      // let Liberty print its messages about the start first
      Thread.sleep(500);
      System.out.println("\n  Sealcast is ready: " + address + "   (Ctrl-C ends it)\n");
      System.out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The result of the health check.
   *
   * @param ready whether the application is ready
   * @param problem the problem with ffmpeg, which waiting doesn't solve; empty when there is none
   */
  record Answer(boolean ready, String problem) {
    private static final Answer NOT_YET = new Answer(false, "");

    static Answer of(int status, String body) {
      try (JsonReader reader = Json.createReader(new StringReader(body))) {
        JsonArray checks = reader.readObject().getJsonArray("checks");
        if (status == 200) {
          // without checks of the application, Liberty itself has answered, since the application
          // has failed to start
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
        // the server answers, but the application isn't started yet
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
