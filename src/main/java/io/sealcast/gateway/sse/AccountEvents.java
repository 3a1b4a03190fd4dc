package io.sealcast.gateway.sse;

import io.sealcast.account.Account;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.VideoState;
import io.sealcast.catalog.VideoStates;
import io.sealcast.catalog.WatchPositions;
import io.sealcast.playback.AccountFeed;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the changes of an account's videos as events, one for each video. */
final class AccountEvents {
  /** The name of the event that precedes the states of all unfinished videos. */
  static final String SNAPSHOT = "snapshot";

  /** Maximum number of videos that are polled: the newest of the library. */
  static final int MAX_POLLED = 1000;

  private static final int BATCH = 100;
  private static final JsonProvider JSON = JsonProvider.provider();

  private final VideoStates videos;
  private final WatchPositions positions;
  private final Account viewer;
  private final AccountFeed.Subscription changes;
  private final BooleanSupplier mayContinue;
  private final EventPacing pacing;
  private Map<Long, VideoState> known = Map.of();

  /**
   * The times of a stream.
   *
   * @param heartbeat interval between heartbeats
   * @param poll interval between polls of the database, which find changes whose event was lost
   * @param lifetime time after which the stream ends, so that the caller authenticates again
   */
  record EventPacing(Duration heartbeat, Duration poll, Duration lifetime) {
    static EventPacing lasting(Duration lifetime) {
      return new EventPacing(EventStream.HEARTBEAT, Duration.ofSeconds(15), lifetime);
    }
  }

  /**
   * Creates a writer.
   *
   * @param mayContinue checked before anything is sent; the stream ends when it returns false, and
   *     the client reconnects if it is still authorized
   */
  AccountEvents(
      VideoStates videos,
      WatchPositions positions,
      Account viewer,
      AccountFeed.Subscription changes,
      BooleanSupplier mayContinue,
      EventPacing pacing) {
    this.videos = videos;
    this.positions = positions;
    this.viewer = viewer;
    this.changes = changes;
    this.mayContinue = mayContinue;
    this.pacing = pacing;
  }

  void write(EventStream out) throws IOException {
    try {
      begin(out);
      long now = System.nanoTime();
      long end = now + pacing.lifetime().toNanos();
      long nextPoll = now + pacing.poll().toNanos();
      while (mayContinue.getAsBoolean() && System.nanoTime() - end < 0) {
        if (System.nanoTime() - nextPoll >= 0) {
          poll(out);
          nextPoll = System.nanoTime() + pacing.poll().toNanos();
        }
        boolean some = changes.await(pacing.heartbeat());
        if (some && mayContinue.getAsBoolean()) {
          report(changes.take(), out);
        } else {
          out.heartbeat();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is stopping
    } catch (RuntimeException e) {
      throw new IOException(e); // probably the database is away; the client reconnects by itself
    }
  }

  private void begin(EventStream out) throws IOException {
    AccountFeed.Changes missed = changes.take();
    known = states();
    report(missed, out);
    out.heartbeat(); // so that the client notices immediately that it is connected
  }

  private Map<Long, VideoState> states() {
    return videos.newest(viewer, MAX_POLLED).stream()
        .collect(Collectors.toMap(VideoState::fileId, Function.identity()));
  }

  private void report(AccountFeed.Changes news, EventStream out) throws IOException {
    if (!news.complete()) {
      known = states();
      snapshot(news.position(), out);
    } else {
      List<JsonObject> events = statesOf(news.changed());
      for (long id : news.deleted()) {
        events.add(deletion(id));
      }
      send(events, news.position(), out);
    }
  }

  /** Sends the states of all unfinished videos to a client that may have missed changes. */
  private void snapshot(@Nullable String position, EventStream out) throws IOException {
    List<Long> unfinished =
        known.values().stream()
            .filter(VideoState::isUnfinished)
            .map(VideoState::fileId)
            .sorted()
            .toList();
    JsonArrayBuilder ids = JSON.createArrayBuilder();
    unfinished.forEach(ids::add);
    JsonObjectBuilder names = JSON.createObjectBuilder().add("unfinished", ids);
    out.event(SNAPSHOT, null, names.build().toString());
    send(statesOf(unfinished), position, out);
  }

  /** Reports changes for which this instance received no event. */
  private void poll(EventStream out) throws IOException {
    Map<Long, VideoState> before = known;
    Map<Long, VideoState> now = states();
    Set<Long> others = new TreeSet<>();
    now.forEach(
        (id, state) -> {
          if (!state.equals(before.get(id))) {
            others.add(id);
          }
        });
    // deleted, or no longer among the newest; statesOf finds the latter
    before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(others::add);
    send(statesOf(others), null, out);
    known = now;
  }

  /** Returns the current states of videos. A known video that isn't found any more was deleted. */
  private List<JsonObject> statesOf(Collection<Long> fileIds) {
    List<Long> ids = List.copyOf(fileIds);
    Map<Long, VideoState> states = new HashMap<>(known);
    List<JsonObject> events = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<Long, VideoFile> found =
          videos.find(viewer, some).stream()
              .collect(Collectors.toMap(VideoFile::getId, Function.identity()));
      Map<Long, Double> leftOff = positions.find(viewer, found.keySet());
      for (long id : some) {
        VideoFile video = found.get(id);
        if (video != null) {
          states.put(id, video.state());
          events.add(VideoJson.of(video, viewer, leftOff.get(id)));
        } else if (states.remove(id) != null) {
          events.add(deletion(id));
        }
      }
    }
    known = states;
    return events;
  }

  private static JsonObject deletion(long fileId) {
    return JSON.createObjectBuilder().add("file_id", fileId).add("deleted", true).build();
  }

  /** Sends events. The last one carries the position, so a client that has it has received all. */
  private static void send(List<JsonObject> events, @Nullable String position, EventStream out)
      throws IOException {
    for (int i = 0; i < events.size(); i++) {
      boolean last = i == events.size() - 1;
      out.event(last ? position : null, events.get(i).toString());
    }
  }
}
