package io.sealcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrafanaDashboardTest {
  private static final Path DASHBOARD = Path.of("deploy", "grafana", "sealcast-dashboard.json");
  private static final int COLUMNS = 24;

  @Test
  void everyPanelHasAPlaceOfItsOwn() throws IOException {
    Map<String, Rectangle> places = new LinkedHashMap<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
      Rectangle place = place(panel.get("gridPos"));
      String title = panel.get("title").asText() + ", " + panel.get("id").asInt();
      assertThat(place.getMaxX()).as("right edge of " + title).isLessThanOrEqualTo(COLUMNS);
      places.forEach(
          (other, taken) ->
              assertThat(place.intersects(taken)).as(title + " on " + other).isFalse());
      places.put(title, place);
    }
    assertThat(places).hasSizeGreaterThan(30);
  }

  private static Rectangle place(JsonNode at) {
    return new Rectangle(
        at.get("x").asInt(), at.get("y").asInt(), at.get("w").asInt(), at.get("h").asInt());
  }
}
