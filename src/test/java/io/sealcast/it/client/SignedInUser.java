package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A user who is signed in by cookie, loads a page and calls the API again and again, and watches a
 * video meanwhile. All durations are recorded.
 */
public final class SignedInUser implements AutoCloseable {
  private static final String KEY = "a key of some length";
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration CHUNK_PERIOD = Duration.ofMillis(250);

  private final SealcastServer server;
  private final Api api;
  private final String cookie;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Long> pages = new CopyOnWriteArrayList<>();
  private final List<Long> calls = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final PacedViewer stream;
  private volatile boolean over;

  /**
   * What a user experienced in a time, in milliseconds.
   *
   * @param page 99th percentile of loading a page
   * @param call 99th percentile of a call of the API
   * @param chunk longest delay of a chunk
   * @param chunks number of chunks that came
   * @param requests number of pages and calls that were answered
   * @param failures what went wrong
   */
  public record Experience(
      long page, long call, long chunk, int chunks, int requests, List<String> failures) {
    @Override
    public String toString() {
      return "page %d ms, API call %d ms, slowest chunk %d ms (%d requests, %d failed)"
          .formatted(page, call, chunk, requests, failures.size());
    }
  }

  public SignedInUser(SealcastServer server) {
    this.server = server;
    api = Api.signUp(server);
    HttpResponse<String> signedIn = signIn("127.0.0.1");
    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
    cookie = Api.header(signedIn, "Set-Cookie").replaceFirst(";.*", "");
    long video = api.uploadProcessed(TestVideos.large(6), KEY);
    JsonObject session = api.stream(video, KEY);
    stream = new PacedViewer(server, api, video, session, CHUNK_PERIOD);
    repeat("/", pages);
    repeat("/api/videos", calls);
  }

  public String username() {
    return api.username();
  }

  /** Signs in with the right password from an address. */
  public HttpResponse<String> signIn(String address) {
    Api nobody = Api.anonymous(server);
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(api.username(), api.password());
    return nobody.send(
        nobody
            .request("/api/users/session")
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", address)
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        BodyHandlers.ofString());
  }

  private void repeat(String path, List<Long> durations) {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .timeout(Duration.ofSeconds(60))
            .header("Cookie", cookie)
            .build();
    Thread thread =
        new Thread(
            () -> {
              while (!over) {
                long started = System.nanoTime();
                try {
                  HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
                  if (answer.statusCode() != 200) {
                    failures.add(path + " was answered " + answer.statusCode());
                  }
                  durations.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
                  Thread.sleep(PAUSE.toMillis());
                } catch (IOException e) {
                  if (!over) {
                    failures.add(path + ": " + e);
                  }
                } catch (InterruptedException e) {
                  return;
                }
              }
            },
            "signed-in-user");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /**
   * Lets a time pass, and returns what the user experienced in it. What doesn't end at all in this
   * time counts as having taken all of it.
   */
  public Experience during(Duration time) throws InterruptedException {
    int page = pages.size();
    int call = calls.size();
    int chunk = stream.millis().size();
    failures.clear();
    Thread.sleep(time.toMillis());
    List<Long> chunks = stream.millis();
    return new Experience(
        percentile(99, pages.subList(page, pages.size()), time),
        percentile(99, calls.subList(call, calls.size()), time),
        percentile(100, chunks.subList(chunk, chunks.size()), time),
        chunks.size() - chunk,
        pages.size() - page + calls.size() - call,
        List.copyOf(failures));
  }

  private static long percentile(int percent, List<Long> durations, Duration time) {
    List<Long> sorted = durations.stream().sorted().toList();
    return sorted.isEmpty()
        ? time.toMillis()
        : sorted.get((int) Math.ceil(sorted.size() * percent / 100.) - 1);
  }

  @Override
  public void close() {
    over = true;
    threads.forEach(Thread::interrupt);
    stream.close();
  }
}
