package io.sealcast.it.browser;

import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs axe-core, which checks the accessibility of a page. */
public final class Axe {
  private static final String SOURCE = read();

  /**
   * The rules are WCAG 2.0, 2.1 and 2.2 in levels A and AA, and best practices. The pictures of a
   * video are excluded, since axe can't judge them.
   */
  private static final String RUN =
      """
      async () => {
        // Half-way from one theme to the other no colour is what it is meant to be.
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const passing = () => document.getAnimations().filter((animation) =>
          animation.playState === 'running'
          && Number.isFinite(animation.effect.getComputedTiming().endTime));
        do {
          await frame();
          await frame();
          await Promise.allSettled(passing().map((animation) => animation.finished));
        } while (passing().length > 0);
        const { violations } = await axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          resultTypes: ['violations'],
        });
        const found = violations.map(({ id, impact, nodes }) => ({
          id,
          impact: impact ?? 'minor',
          nodes: nodes.slice(0, 5).map((n) => `${n.target.join(' ')}: ${n.any[0]?.message ?? n.html}`),
        }));
        return JSON.stringify({ found });
      }
      """;

  private Axe() {}

  /**
   * A violation of a rule.
   *
   * @param rule id of axe's rule
   * @param impact {@code critical}, {@code serious}, {@code moderate} or {@code minor}
   */
  public record Violation(String rule, String impact, String nodes) {
    public boolean isSerious() {
      return impact.equals("serious") || impact.equals("critical");
    }
  }

  /**
   * Checks the current state of a page. The script is injected by the debugger, so the content
   * security policy of the page stays strict.
   */
  public static List<Violation> examine(Page page) {
    if (Boolean.FALSE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(SOURCE);
    }
    JsonObject answer = Api.json((String) page.evaluate(RUN));
    List<Violation> violations = new ArrayList<>();
    for (JsonValue value : answer.getJsonArray("found")) {
      JsonObject found = value.asJsonObject();
      violations.add(
          new Violation(
              found.getString("id"),
              found.getString("impact"),
              found.getJsonArray("nodes").toString()));
    }
    return violations;
  }

  private static String read() {
    try {
      return Files.readString(Path.of("src/main/js/node_modules/axe-core/axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
