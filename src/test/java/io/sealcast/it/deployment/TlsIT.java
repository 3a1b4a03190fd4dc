package io.sealcast.it.deployment;

import static io.sealcast.it.client.Api.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.browser.Browser;
import io.sealcast.it.browser.BrowserUser;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.Viewer;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import io.sealcast.tls.TestCertificate;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a server that does TLS itself, with no proxy in front. */
@Tag("long")
class TlsIT {
  private static final String KEY = BrowserUser.KEY;

  @TempDir private static Path directory;
  private static Installation installation;
  private static TestCertificate certificate;
  private static SealcastServer server;
  private static Api ann;
  private static long video;

  @BeforeAll
  static void start() {
    installation = Installation.start("tls");
    certificate = TestCertificate.issued(directory, "-keyalg", "RSA", "-keysize", "2048");
    server = SealcastServer.in(installation).tls(certificate, directory.resolve("tls")).start();
    ann = Api.signUp(server);
    video = ann.uploadProcessed(TestVideos.mp4(2), KEY);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    installation.close();
  }

  @Test
  void pagesAndTheApiSayThatBrowsersShouldComeByHttps() {
    for (String path : new String[] {"/sign-in", "/api/videos", "/nowhere"}) {
      HttpResponse<String> answer = ann.get(path);
      assertThat(answer.uri().getScheme()).isEqualTo("https");
      assertThat(header(answer, "Strict-Transport-Security"))
          .as(path)
          .isEqualTo("max-age=31536000");
    }
    assertThat(ann.get("/sign-in").statusCode()).isEqualTo(200);
  }

  @Test
  void speaksHttp11AsWithoutTls() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(server.sslContext()).build();
    HttpRequest request = HttpRequest.newBuilder(server.uri("/sign-in")).build();
    assertThat(client.send(request, BodyHandlers.ofString()).version())
        .isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void theCookieOfASignInIsThisHostsAlone() {
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(ann.username(), ann.password());
    HttpResponse<String> signedIn = Api.anonymous(server).post("/api/users/session", body);
    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
    String cookie = header(signedIn, "Set-Cookie");
    assertThat(cookie).startsWith("__Host-sealcast_session=").contains("Secure", "HttpOnly");
    HttpRequest.Builder request =
        Api.anonymous(server)
            .request("/api/users/me")
            .header("Cookie", cookie.replaceFirst(";.*", ""));
    assertThat(Api.anonymous(server).send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void streamsByWebSocketAndByHttp() {
    JsonObject stream = ann.stream(video, KEY);
    assertThat(server.webSocketUri("/").getScheme()).isEqualTo("wss");
    byte[] media = ann.media(stream, "Range", "bytes=0-99").body();
    assertThat(media).hasSize(100);
    String object =
        ann.video(video).getJsonArray("renditions").getJsonObject(0).getString("object");
    Viewer viewer =
        Viewer.open(server, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    viewer.requestRange(1, object, 0, 99);
    ByteBuffer chunk = (ByteBuffer) viewer.take();
    byte[] bytes = new byte[100];
    chunk.position(16).get(bytes);
    assertThat(bytes).isEqualTo(media);
    viewer.abort();
  }

  @Test
  void aWebSocketIsForPagesOfThisHostByHttps() {
    String path = ann.stream(video, KEY).getString("websocket_url");
    String host = server.uri().getAuthority();
    assertThat(Viewer.refusal(server, ann, path, "https://" + host)).isEqualTo("accepted");
    assertThat(Viewer.refusal(server, ann, path, "https://other.example")).isEqualTo("403");
  }

  @Test
  void byHttpPagesAreRedirectedAndAllElseIsRefused() throws Exception {
    HttpResponse<String> page = plain("/watch?v=7", "GET");
    assertThat(page.statusCode()).isEqualTo(307);
    assertThat(header(page, "Location")).isEqualTo(server.uri("/watch?v=7").toString());
    assertThat(page.headers().map()).doesNotContainKey("strict-transport-security");
    Problem.check(plain("/api/videos", "GET"), 403, "https_required");
    Problem.check(plain("/api/users/session", "POST"), 403, "https_required");
    Problem.check(plain("/sign-in", "POST"), 403, "https_required");
    assertThat(plain("/metrics", "GET").statusCode()).isEqualTo(403);
    // a header of a proxy is nothing that a stranger could pass by
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(server.plainUri("/api/videos")).header("X-Forwarded-Proto", "https");
    Problem.check(send(forwarded), 403, "https_required");
    assertThat(plain("/health/ready", "GET").body()).contains("\"tls\"", "valid_until");
  }

  private static HttpResponse<String> plain(String path, String method) throws Exception {
    return send(
        HttpRequest.newBuilder(server.plainUri(path))
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void protocolsBeforeTls12AndWeakCiphersAreRefused() throws IOException {
    // protocol 3.2 is TLS 1.1, 3.3 is 1.2
    String ecdheGcm = "c02f";
    String ecdheCbc = "c027";
    String rsaGcm = "009c";
    assertThat(answerToHello("0303", ecdheGcm)).as("a handshake goes on").startsWith("16");
    for (String refused :
        List.of(
            answerToHello("0302", ecdheGcm + "c013"),
            answerToHello("0303", ecdheCbc),
            answerToHello("0303", rsaGcm))) {
      assertThat(refused).as("an alert, or just the end").matches("(15.*)?");
    }
    try (SSLSocket socket = connect(server.sslContext())) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  /**
   * Sends a ClientHello without the extensions of TLS 1.3, which Java itself refuses to send for
   * protocols before 1.2.
   *
   * @return the first seven bytes of the answer, in hexadecimal digits, of which the first is the
   *     type: 0x16 of a handshake, 0x15 of an alert (RFC 8446, section 5.1); empty where the server
   *     closes the connection
   */
  private static String answerToHello(String version, String ciphers) throws IOException {
    // groups secp256r1 and secp384r1, uncompressed points, signatures RSA with SHA-256, PSS, SHA-1
    String extensions = "000a0006000400170018" + "000b00020100" + "000d0008000604010804" + "0201";
    String body =
        version
            + "00".repeat(32)
            + "00"
            + size(ciphers, 2)
            + ciphers
            + "0100"
            + size(extensions, 2)
            + extensions;
    String handshake = "01" + size(body, 3) + body;
    String record = "160301" + size(handshake, 2) + handshake;
    try (Socket socket = new Socket("localhost", server.uri().getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(HexFormat.of().parseHex(record));
      return HexFormat.of().formatHex(socket.getInputStream().readNBytes(7));
    }
  }

  private static String size(String hex, int bytes) {
    return HexFormat.of().toHexDigits(hex.length() / 2, 2 * bytes);
  }

  @Test
  void aRenewedCertificateIsTakenOverWithoutARestart() throws IOException {
    TestCertificate renewed =
        TestCertificate.selfSigned(directory, "-keyalg", "EC", "-groupname", "secp256r1");
    SSLContext context = TestCertificate.trusting(certificate, renewed);
    assertThat(presented(context)).isEqualTo(certificate.chain().get(0));
    renewed.writeTo(directory.resolve("tls"));
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> presented(context).equals(renewed.chain().get(0)));
    } finally {
      certificate.writeTo(directory.resolve("tls"));
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> presented(context).equals(certificate.chain().get(0)));
  }

  private static Certificate presented(SSLContext context) throws IOException {
    try (SSLSocket socket = connect(context)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLSocket connect(SSLContext context) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket("localhost", server.uri().getPort());
  }

  @Test
  void aBrowserSignsInAndPlays() {
    try (Browser browser = Browser.open();
        BrowserUser user = new BrowserUser(browser, server.uri())) {
      user.page().navigate(server.plainUri("/sign-in").toString());
      user.isAt("/sign-in");
      assertThat(user.page().url()).startsWith(server.uri().toString());
      user.enter(ann);
      user.sees("#heading", "Library");
      user.watch(video);
      assertThat(user.context().cookies())
          .anySatisfy(cookie -> assertThat(cookie.name).isEqualTo("__Host-sealcast_session"));
      user.hadNoTrouble();
    }
  }

  @Test
  void aKeyOfAnotherCertificateEndsTheServer() throws IOException {
    TestCertificate other =
        TestCertificate.selfSigned(directory, "-keyalg", "RSA", "-keysize", "2048");
    Path key = Files.writeString(directory.resolve("other.pem"), other.keyPem());
    try (SealcastServer wrong =
        SealcastServer.in(installation)
            .name("wrong-key")
            .tls(certificate, directory.resolve("wrong"))
            .env("SEALCAST_TLS_PRIVATE_KEY", key.toString())
            .begin()) {
      await("the server ends").atMost(Duration.ofMinutes(4)).until(() -> !wrong.isAlive());
      String log = Files.readString(wrong.log(), StandardCharsets.UTF_8);
      assertThat(log)
          .containsOnlyOnce(
              "The key in SEALCAST_TLS_PRIVATE_KEY doesn't belong to the certificate in"
                  + " SEALCAST_TLS_CERTIFICATE. The server ends.")
          .doesNotContain("Sealcast is ready")
          .doesNotContain(other.keyPem().lines().toList().get(1));
    }
  }
}
