package io.sealcast.it.browser;

import com.microsoft.playwright.Page;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A user with a new browser profile for each test. */
abstract class PageFixture extends BrowserFixture {
  BrowserUser visitor;
  Page page;

  @BeforeEach
  void openPage() {
    openPage(server.uri());
  }

  /** Opens a new profile at an address of the server. */
  void openPage(URI address) {
    visitor = new BrowserUser(browser, address);
    page = visitor.page();
  }

  @AfterEach
  void closePage() {
    visitor.close();
    visitor.hadNoTrouble();
  }
}
