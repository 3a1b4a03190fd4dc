package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests who gets to see which page: after a sign-out, without a sign-in, and of others. */
class PageAccessBrowserIT extends PageFixture {
  @Test
  @Tag("long")
  void signingOutEndsTheStreamAndWhoeverComesNextFindsNothingOfIt() {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.mp4(20), BrowserUser.KEY);
    visitor.signIn(ann);
    visitor.watch(video);
    String manifest =
        (String)
            page.evaluate(
                "id => JSON.parse(sessionStorage['sealcast.watch']).videos[id]"
                    + ".session.manifest_url",
                Long.toString(video));
    assertThat(ann.get(manifest).statusCode()).isEqualTo(200);
    visitor.signOut();
    visitor.isAt("/sign-in$");
    assertThat(ann.get(manifest).statusCode()).isEqualTo(404);

    Api bob = Api.signUp(server);
    visitor.enter(bob);
    visitor.sees("#heading", "Library");
    assertThat((String) page.evaluate("JSON.stringify({...sessionStorage})"))
        .doesNotContain("\"at\"", "request_id");
  }

  @Test
  void whoIsNotSignedInComesBackToWhereTheyWanted() {
    Api ann = Api.signUp(server);
    page.navigate("/upload");
    visitor.isAt("/sign-in\\?to=.*upload");
    page.fill("#username", ann.username());
    page.fill("#password", "not the password");
    page.click("#submit");
    visitor.sees("[role=alert]", "not right");
    visitor.enter(ann);
    visitor.isAt("/upload$");

    visitor.signOut();
    visitor.isAt("/sign-in$");
    page.navigate("/");
    visitor.isAt("/sign-in$");
  }

  @Test
  void somebodyElsesVideoIsNotFound() {
    Api ann = Api.signUp(server);
    long hers = ann.upload(TestVideos.mp4(20), BrowserUser.KEY);
    visitor.signUp();
    assertThat(page.navigate("/watch?v=" + hers).status()).isEqualTo(404);
    assertThat(page.locator("h1")).hasText("There is no such video");
  }
}
