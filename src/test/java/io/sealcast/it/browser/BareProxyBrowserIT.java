package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.NginxProxy;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests Sealcast behind an nginx with its default configuration, which changes {@code Host} and
 * rejects {@code Upgrade} and bodies over 1 MB. Each failure must name the setting that cures it.
 */
@Tag("long")
class BareProxyBrowserIT {
  /**
   * A host name other than localhost: over plain HTTP, browsers send Fetch Metadata only to
   * localhost.
   */
  private static final String NAME = "videos.test";

  private static final String KEEP_HOST = "proxy_set_header Host $http_host;";

  private static Browser browser;
  private static SealcastServer server;
  private static Api ann;
  @TempDir private static Path directory;

  private NginxProxy proxy;
  private BrowserUser visitor;
  private Page page;

  @BeforeAll
  static void open() {
    assumeTrue(NginxProxy.program().isPresent(), "skipped: no nginx is installed");
    browser = Browser.open("--host-resolver-rules=MAP " + NAME + " 127.0.0.1");
    server = SealcastServer.shared();
    ann = Api.signUp(server);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void putNginxBefore() throws IOException {
    Path home = Files.createTempDirectory(directory, "nginx");
    proxy = NginxProxy.bare(NginxProxy.program().orElseThrow(), server.uri(), home);
    visitor = new BrowserUser(browser, proxy.uri(NAME));
    page = visitor.page();
  }

  @AfterEach
  void leave() {
    visitor.close();
    proxy.close();
    visitor.hadNoTrouble();
  }

  @Test
  void aSignInThatTheProxySpoilsNamesTheSettingAndWorksOnceItIsMade() throws IOException {
    page.navigate("/sign-in");
    visitor.enter(ann);
    visitor.sees("main", KEEP_HOST);
    visitor.sees("main", "SEALCAST_ORIGINS");

    proxy.configure(server.uri(), KEEP_HOST);
    page.goBack();
    visitor.isThere("#username");
    visitor.enter(ann);
    visitor.sees("#heading", "Library");
  }

  @Test
  void anUploadThatIsTooLargeIsSentAgainFromTheSamePageAndPlaysWithoutWebSocket()
      throws IOException {
    proxy.configure(server.uri(), KEEP_HOST);
    visitor.signIn(ann);
    visitor.choose(TestVideos.large(6));
    page.click("#start");
    visitor.sees("#trouble", "(nginx) refuses uploads of this size");
    visitor.sees("#trouble", "client_max_body_size");
    visitor.sees("#start", "Upload again");

    proxy.configure(server.uri(), KEEP_HOST, "client_max_body_size 0;");
    page.click("#start");
    // an event reports the end of the processing; the page isn't reloaded
    visitor.isThere(".card[data-status='processed']");
    page.click(".card-link");
    visitor.unlock();
    visitor.awaitPosition(1);
    JsonObject bytes = Api.json(page.locator("#stage").getAttribute("data-bytes"));
    assertThat(bytes.getInt("websocket")).isZero();
    assertThat(bytes.getInt("sse")).isPositive();
  }

  @Test
  void aServerThatIsAwayOrSlowIsToldApartAndTheProxyNamed() throws IOException {
    proxy.configure(server.uri(), KEEP_HOST);
    long video = ann.uploadProcessed(TestVideos.mp4(10), BrowserUser.KEY);
    visitor.signIn(ann);
    page.navigate("/watch?v=" + video);
    visitor.isThere("#unlock");

    proxy.configure(closedPort(), KEEP_HOST); // yields 502
    visitor.unlock();
    visitor.sees("#key-problem", "(nginx) can't reach Sealcast");
    visitor.sees("#key-problem", "Your key is still here");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      proxy.configure(address, KEEP_HOST, "proxy_read_timeout 1s;"); // yields 504
      page.click("#open");
      visitor.sees("#key-problem", "(nginx) waited too long");
    }

    proxy.configure(server.uri(), KEEP_HOST);
    page.click("#open");
    visitor.awaitPosition(1);
  }

  /** Returns an address at which nothing listens. */
  private static URI closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
  }
}
