package io.sealcast.it.browser;

import io.sealcast.it.harness.SealcastServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A browser, and the server that tests share. */
abstract class BrowserFixture {
  /**
   * The name of a home server: an insecure context over plain HTTP, without Web Locks, and a host
   * that {@link java.net.URI} rejects.
   */
  static final String NAS = "my_nas";

  static Browser browser;
  static SealcastServer server;

  @BeforeAll
  static void openBrowser() {
    browser = Browser.open("--host-resolver-rules=MAP " + NAS + " 127.0.0.1");
    server = SealcastServer.shared();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }
}
