package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Viewers who open a stream and read nothing: what they cost, and whether others notice. */
class StalledViewersIT {
  /** Liberty ends an answer that nobody reads for so long; whoever it was for asks anew. */
  private static final Duration ANSWERS_LAST = Duration.ofSeconds(60);

  @Test
  void twentyViewersWhoDoNotReadForTenSeconds() throws Exception {
    try (StalledAudience audience = new StalledAudience(SealcastServer.shared(), 20)) {
      hold(audience, Duration.ofSeconds(10));
    }
  }

  @Test
  @Tag("long")
  void twoHundredViewersWhoDoNotReadForAMinute() throws Exception {
    holdForAMinute(200);
  }

  @Test
  @Tag("long")
  void oneViewerWhoDoesNotReadForAMinute() throws Exception {
    holdForAMinute(1);
  }

  private static void holdForAMinute(int size) throws Exception {
    try (Installation installation = Installation.start("stalled");
        SealcastServer server =
            SealcastServer.in(installation)
                .name("stalled")
                // each viewer's chunks are its own: what they hold can't be shared
                .env("SEALCAST_CACHE_MAX_BYTES", "0")
                .start();
        StalledAudience audience = new StalledAudience(server, size)) {
      hold(audience, Duration.ofSeconds(65));
    }
  }

  private static void hold(StalledAudience audience, Duration time) throws Exception {
    try (PacedViewer other = audience.oneWhoWatches()) {
      await().until(() -> other.millis().size() >= 3);
      StalledAudience.Look before = audience.look(other);
      audience.takeSeats();
      int watched = other.millis().size();
      pass(time.dividedBy(2));
      StalledAudience.Look halfway = audience.look(other);
      pass(time.dividedBy(2));
      StalledAudience.Look after = audience.look(other);
      double sent = (after.sentMib() - before.sentMib()) / audience.seats();
      var waits = other.millis().subList(watched, other.millis().size());
      long worst = waits.stream().mapToLong(ms -> ms).max().orElseThrow();
      System.out.printf(
          "%d viewers and %d by HTTP who read nothing for %d s: %.2f MiB sent to each, %.0f chunks under way,"
              + " heap beside the cache %.0f MiB before, %.0f halfway, %.0f at the end;"
              + " %d chunks to another viewer, the slowest after %d ms%n",
          audience.seats(),
          audience.answers(),
          time.toSeconds(),
          sent,
          after.chunksUnderWay(),
          before.heapMib(),
          halfway.heapMib(),
          after.heapMib(),
          waits.size(),
          worst);
      assertThat(sent)
          .as("MiB to each: at most its window, and what sockets take")
          .isBetween(.01, 8.);
      assertThat(after.chunksUnderWay()).as("chunks that wait for them").isLessThan(5);
      assertThat(after.sockets() - before.sockets())
          .as("nobody was cut")
          .isEqualTo(audience.seats());
      assertThat(after.heapMib() - before.heapMib())
          .as("MiB of heap: a chunk as text for each of the simple contract, one for each answer")
          .isLessThan(24 + 1.5 * audience.seats() / 2 + 1.1 * audience.answers());
      assertThat(after.heapMib() - halfway.heapMib()).as("meanwhile").isLessThan(24);
      assertThat(waits).hasSizeGreaterThan((int) time.toSeconds() / 2);
      assertThat(worst).as("a chunk is due each second").isLessThan(1000);
      audience.twoGoOnAndGetEverything();
      if (time.compareTo(ANSWERS_LAST) < 0) {
        audience.anAnswerGoesOnAndBringsEverything();
      }
    }
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }
}
