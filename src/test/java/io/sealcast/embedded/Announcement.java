package io.sealcast.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Says once that the application is ready: when it really is, and below Liberty's own lines. */
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
      while (!isReady(client, question)) {
        Thread.sleep(200);
      }
      // let Liberty finish what it says about having started
      Thread.sleep(500);
      System.out.println("\n  Sealcast is ready: " + address + "   (Ctrl-C ends it)\n");
      System.out.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isReady(HttpClient client, HttpRequest question)
      throws InterruptedException {
    try {
      return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
