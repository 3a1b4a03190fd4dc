package io.sealcast.it.client;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A kind of load on a server. */
public enum StormKind {
  SIGN_UPS("200 at once open accounts, from 200 addresses") {
    @Override
    void begin(Storm storm, Target target) {
      storm.requests(
          200, i -> json("POST /api/users", from(i), credentials("s-" + UUID.randomUUID(), i)));
    }
  },
  WRONG_PASSWORDS("200 at once guess the user's password, from 200 addresses") {
    @Override
    void begin(Storm storm, Target target) {
      storm.requests(
          200, i -> json("POST /api/users/session", from(i), credentials(target.username(), i)));
    }
  },
  WRONG_BASIC_PASSWORDS("200 at once guess by HTTP Basic, from 200 addresses") {
    @Override
    void begin(Storm storm, Target target) {
      storm.requests(
          200,
          i ->
              "GET /api/videos HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + from(i)
                  + "Authorization: Basic "
                  + Base64.getEncoder()
                      .encodeToString(("n" + i + ":" + UUID.randomUUID()).getBytes())
                  + "\r\n\r\n");
    }
  },
  WRONG_KEYS("1,000 at once try encryption keys, of 3 accounts") {
    @Override
    void begin(Storm storm, Target target) {
      storm.requests(
          1000,
          i ->
              json(
                  "POST /api/stream/" + target.attacker(i).video(),
                  target.attacker(i).header(),
                  "{\"encryption_key\":\"wrong key " + UUID.randomUUID() + "\"}"));
    }
  },
  SLOW_HEADERS("400 connections send a byte of a header at a time") {
    @Override
    void begin(Storm storm, Target target) {
      storm.trickle(400, i -> "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "abcdefgh");
    }
  },
  SLOW_BODIES_OF_STRANGERS("400 connections send a byte of a body at a time, not signed in") {
    @Override
    void begin(Storm storm, Target target) {
      String[] paths = {
        "/api/users",
        "/api/users/session",
        "/sign-in",
        "/sign-up",
        "/api/videos",
        "/api/stream/1",
        "/",
        "/nowhere"
      };
      storm.trickle(
          400, i -> body("POST " + paths[i % paths.length], from(i), paths[i % 8], i), " ");
    }
  },
  SLOW_BODIES_OF_ACCOUNTS("400 connections send a byte of a body at a time, of 3 accounts") {
    @Override
    void begin(Storm storm, Target target) {
      long video = target.attacker(0).video();
      String[] paths = {
        "POST /api/videos",
        "PATCH /api/videos/" + video,
        "POST /api/stream/" + video,
        "POST /api/videos/" + video + "/reprocess",
        "POST /api/stream/" + video + "/none/leave",
        "DELETE /api/videos/0"
      };
      storm.trickle(
          400,
          i ->
              body(
                  paths[i % 6],
                  target.attacker(i).header(),
                  i % 6 == 0 ? "/api/videos" : "/api",
                  i),
          " ");
    }
  },
  SLOW_READERS("300 connections ask for pages and downloads and read nothing") {
    @Override
    void begin(Storm storm, Target target) throws IOException {
      String media = target.attacker(0).session().replace("/api/ws/stream/", "");
      storm.silent(
          300,
          i ->
              switch (i % 3) {
                case 0 -> get("/sign-in", from(i)).repeat(40);
                case 1 -> get("/", target.attacker(i).header()).repeat(40);
                default ->
                    get(
                        "/api/stream/" + target.attacker(0).video() + "/chunks/" + media,
                        target.attacker(0).header());
              });
    }
  },
  IDLE("2,000 connections send nothing") {
    @Override
    void begin(Storm storm, Target target) throws IOException {
      storm.silent(2000, i -> "");
    }
  },
  ENDLESS_EVENTS("300 event streams of 3 accounts") {
    @Override
    void begin(Storm storm, Target target) {
      storm.requests(
          300,
          i ->
              get(
                  i % 2 == 0
                      ? "/api/events"
                      : "/api/videos/" + target.attacker(i).video() + "/events",
                  target.attacker(i).header()));
    }
  },
  TRICKLING_UPLOADS("40 uploads of 3 accounts send a byte at a time") {
    @Override
    void begin(Storm storm, Target target) {
      storm.trickle(
          40, i -> body("POST /api/videos", target.attacker(i).header(), "/api/videos", i), "x");
    }
  },
  SOCKET_FLOODS("12 WebSockets of 3 accounts begin and cancel ranges without a pause") {
    @Override
    void begin(Storm storm, Target target) {
      storm.flood(
          12,
          i ->
              new NonReadingViewer(
                  target.port(),
                  target.attacker(i).authorization(),
                  target.attacker(i).session(),
                  "sealcast.range.v1"),
          k ->
              k % 2 == 0
                  ? Viewer.range(k, "720p.mp4", 0, 99)
                  : "{\"op\":\"cancel\",\"id\":" + (k - 1) + "}");
    }
  };

  /** The encryption key of the attackers' videos. */
  public static final String KEY = "a key of some length";

  private final String load;

  StormKind(String load) {
    this.load = load;
  }

  abstract void begin(Storm storm, Target target) throws IOException;

  /** Returns the load in words. */
  public String load() {
    return load;
  }

  /**
   * What a storm is directed at.
   *
   * @param port the server's port on this machine
   * @param username the user whose password is guessed
   * @param attackers accounts that take part
   */
  public record Target(int port, String username, List<Attacker> attackers) {
    Attacker attacker(int client) {
      return attackers.get(client % attackers.size());
    }
  }

  /**
   * An account that takes part.
   *
   * @param authorization value of its header Authorization
   * @param video id of a video of its own
   * @param session path of the WebSocket of a stream of this video
   */
  public record Attacker(String authorization, long video, String session) {
    String header() {
      return "Authorization: " + authorization + "\r\n";
    }
  }

  private static String from(int client) {
    return "X-Forwarded-For: 198.51.100." + client % 200 + "\r\n";
  }

  private static String credentials(String name, int client) {
    return "{\"username\":\"%s\",\"password\":\"guess %d %s\"}"
        .formatted(name, client, UUID.randomUUID());
  }

  private static String get(String path, String header) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n";
  }

  private static String json(String line, String header, String body) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
        + header
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** Returns the beginning of a request whose body is announced and doesn't come. */
  private static String body(String line, String header, String path, int client) {
    String type =
        path.equals("/api/videos")
            ? Multipart.CONTENT_TYPE
            : path.startsWith("/api") ? "application/json" : "application/x-www-form-urlencoded";
    String length =
        client % 3 == 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + (60 + client * 1000);
    String beginning =
        path.equals("/api/videos")
            ? new String(
                new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[9]).unfinished())
            : "{";
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        + type
        + "\r\n"
        + header
        + length
        + "\r\n\r\n"
        + (client % 3 == 0 ? Integer.toHexString(beginning.length() + 9999) + "\r\n" : "")
        + beginning;
  }
}
