package io.sealcast.gateway.sse;

import io.sealcast.account.Account;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.VideoState;
import io.sealcast.catalog.VideoStates;
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

/** Writes what changes about the videos of an account, one event a video. */
final class AccountEvents {
  /** The name of the event that goes before the states of all unfinished videos. */
  static final String SNAPSHOT = "snapshot";

  /** Of a library with more videos than these only the newest are looked at. */
  static final int LOOKED_AT = 1000;

  private static final int AT_ONCE = 100;
  private static final JsonProvider JSON = JsonProvider.provider();

  private final VideoStates videos;
  private final Account viewer;
  private final AccountFeed.Subscription changes;
  private final BooleanSupplier goesOn;
  private final EventPacing pacing;
  private Map<Long, VideoState> known = Map.of();

  /**
   * @param heartbeat the longest silence
   * @param look after which the database is asked whether an event was lost
   * @param lifetime after which the stream ends, so that the caller proves anew who they are
   */
  record EventPacing(Duration heartbeat, Duration look, Duration lifetime) {
    static final EventPacing NORMAL =
        new EventPacing(EventStream.HEARTBEAT, Duration.ofSeconds(15), Duration.ofHours(1));
  }

  /**
   * @param goesOn asked before anything is told; once it is false the stream ends, and the client
   *     comes back if it may
   */
  AccountEvents(
      VideoStates videos,
      Account viewer,
      AccountFeed.Subscription changes,
      BooleanSupplier goesOn,
      EventPacing pacing) {
    this.videos = videos;
    this.viewer = viewer;
    this.changes = changes;
    this.goesOn = goesOn;
    this.pacing = pacing;
  }

  void write(EventStream out) throws IOException {
    try {
      begin(out);
      long now = System.nanoTime();
      long end = now + pacing.lifetime().toNanos();
      long lookAt = now + pacing.look().toNanos();
      while (goesOn.getAsBoolean() && System.nanoTime() - end < 0) {
        if (System.nanoTime() - lookAt >= 0) {
          look(out);
          lookAt = System.nanoTime() + pacing.look().toNanos();
        }
        boolean some = changes.await(pacing.heartbeat());
        if (some && goesOn.getAsBoolean()) {
          tell(changes.take(), out);
        } else {
          out.heartbeat();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is stopping
    } catch (RuntimeException e) {
      throw new IOException(e); // most likely the database is away; the client comes back by itself
    }
  }

  private void begin(EventStream out) throws IOException {
    AccountFeed.Changes missed = changes.take();
    known = states();
    tell(missed, out);
    out.heartbeat(); // so that the client sees at once that it is connected
  }

  private Map<Long, VideoState> states() {
    return videos.newest(viewer, LOOKED_AT).stream()
        .collect(Collectors.toMap(VideoState::fileId, Function.identity()));
  }

  private void tell(AccountFeed.Changes news, EventStream out) throws IOException {
    if (!news.complete()) {
      known = states();
      snapshot(news.position(), out);
    } else {
      List<JsonObject> events = statesOf(news.changed());
      for (long id : news.deleted()) {
        events.add(gone(id));
      }
      send(events, news.position(), out);
    }
  }

  /** All that may still change by itself, for who doesn't know what it missed. */
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

  /** Tells what has changed without an event that came here. */
  private void look(EventStream out) throws IOException {
    Map<Long, VideoState> before = known;
    Map<Long, VideoState> now = states();
    Set<Long> others = new TreeSet<>();
    now.forEach(
        (id, state) -> {
          if (!state.equals(before.get(id))) {
            others.add(id);
          }
        });
    // gone, or no longer among the newest: those are still found
    before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(others::add);
    send(statesOf(others), null, out);
    known = now;
  }

  /** The videos as they are now; those that were known and aren't there any more are gone. */
  private List<JsonObject> statesOf(Collection<Long> fileIds) {
    List<Long> ids = List.copyOf(fileIds);
    Map<Long, VideoState> states = new HashMap<>(known);
    List<JsonObject> events = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      Map<Long, VideoFile> found =
          videos.find(viewer, some).stream()
              .collect(Collectors.toMap(VideoFile::getId, Function.identity()));
      for (long id : some) {
        VideoFile video = found.get(id);
        if (video != null) {
          states.put(id, video.state());
          events.add(VideoJson.of(video, viewer));
        } else if (states.remove(id) != null) {
          events.add(gone(id));
        }
      }
    }
    known = states;
    return events;
  }

  private static JsonObject gone(long fileId) {
    return JSON.createObjectBuilder().add("file_id", fileId).add("deleted", true).build();
  }

  /** The position goes with the last of them: whoever has it has all. */
  private static void send(List<JsonObject> events, @Nullable String position, EventStream out)
      throws IOException {
    for (int i = 0; i < events.size(); i++) {
      boolean last = i == events.size() - 1;
      out.event(last ? position : null, events.get(i).toString());
    }
  }
}
