package io.sealcast.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.account.Account;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoState;
import io.sealcast.catalog.VideoStates;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.WatchPosition;
import io.sealcast.catalog.WatchPositions;
import io.sealcast.playback.AccountFeed;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountEventsTest {
  private static final Account ANN = new Account(1, "ann");
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(20);

  private final Library library = new Library();
  private final Positions positions = new Positions();
  private final Feed feed = new Feed();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private volatile boolean signedIn = true;
  private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

  private void begin(AccountFeed.Changes missed, Duration poll) {
    begin(missed, poll, NEVER);
  }

  private void begin(AccountFeed.Changes missed, Duration poll, Duration lifetime) {
    feed.offer(missed);
    AccountEvents events =
        new AccountEvents(
            library,
            positions,
            ANN,
            feed,
            () -> signedIn,
            new AccountEvents.EventPacing(SOON, poll, lifetime));
    writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                events.write(new EventStream(out));
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    await().until(() -> text().contains(":\n\n"));
  }

  private static AccountFeed.Changes all(String position, Long... changed) {
    return new AccountFeed.Changes(List.of(changed), List.of(), true, position);
  }

  private static AccountFeed.Changes unknown(String position) {
    return new AccountFeed.Changes(List.of(), List.of(), false, position);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The events so far, without heartbeats. */
  private List<String> events() {
    return List.of(text().split("\n\n")).stream().filter(e -> !e.startsWith(":")).toList();
  }

  private String event(int index) {
    await().until(() -> events().size() > index);
    return events().get(index);
  }

  @AfterEach
  void end() {
    signedIn = false;
    feed.offer(all("9-9"));
    writing.join();
  }

  @Test
  void whoKnowsNothingHearsTheStateOfAllThatIsUnfinished() {
    library.put(7, VideoStatus.PROCESSING, 40);
    library.put(8, VideoStatus.PROCESSED, 100);
    library.put(9, VideoStatus.UPLOADED, 0);
    begin(unknown("3-4"), NEVER);
    assertThat(event(0)).isEqualTo("event: snapshot\ndata: {\"unfinished\":[7,9]}");
    assertThat(event(1)).startsWith("data: {\"file_id\":7,").contains("\"progress\":40");
    assertThat(event(2)).startsWith("id: 3-4\ndata: {\"file_id\":9,");
    assertThat(events()).hasSize(3);
  }

  @Test
  void anEventHasThePositionOfTheAccountLikeTheVideoItself() {
    library.put(7, VideoStatus.PROCESSED, 100);
    library.put(8, VideoStatus.PROCESSED, 100);
    positions.seconds.put(7L, 83.4);
    begin(all("3-4", 7L, 8L), NEVER);
    assertThat(event(0)).contains("\"file_id\":7,").contains("\"position_seconds\":83.4");
    assertThat(event(1)).contains("\"file_id\":8,").contains("\"position_seconds\":null");
  }

  @Test
  void whoComesBackHearsWhatWasMissedOnly() {
    library.put(7, VideoStatus.PROCESSING, 40);
    library.put(8, VideoStatus.PROCESSED, 100);
    begin(new AccountFeed.Changes(List.of(8L), List.of(5L), true, "3-4"), NEVER);
    assertThat(event(0)).startsWith("data: {\"file_id\":8,").contains("processed");
    assertThat(event(1)).isEqualTo("id: 3-4\ndata: {\"file_id\":5,\"deleted\":true}");
    assertThat(events()).hasSize(2);
  }

  @Test
  void tellsEachChangeWithItsPosition() {
    begin(all(null), NEVER);
    library.put(7, VideoStatus.UPLOADED, 0);
    feed.offer(all("1-1", 7L));
    assertThat(event(0)).startsWith("id: 1-1\ndata: {\"file_id\":7,").contains("uploaded");
    library.put(7, VideoStatus.FAILED, 0);
    feed.offer(all("2-2", 7L));
    assertThat(event(1)).startsWith("id: 2-2\ndata: {\"file_id\":7,").contains("failed");
  }

  @Test
  void aVideoThatIsGoneWhenItIsLookedAtIsToldToBeGoneToWhoKnewIt() {
    library.put(7, VideoStatus.PROCESSING, 40);
    begin(all("1-1"), NEVER);
    library.remove(7);
    feed.offer(all("2-2", 7L, 99L));
    assertThat(event(0)).isEqualTo("id: 2-2\ndata: {\"file_id\":7,\"deleted\":true}");
    assertThat(events()).hasSize(1);
  }

  @Test
  void findsWhatNoEventToldOf() {
    library.put(6, VideoStatus.PROCESSED, 100);
    library.put(7, VideoStatus.PROCESSING, 40);
    begin(all("1-1"), SOON);
    library.put(7, VideoStatus.PROCESSING, 41);
    assertThat(event(0)).startsWith("data: {\"file_id\":7,").contains("\"progress\":41");
    library.put(8, VideoStatus.UPLOADED, 0);
    assertThat(event(1)).startsWith("data: {\"file_id\":8,");
    library.remove(6);
    assertThat(event(2)).isEqualTo("data: {\"file_id\":6,\"deleted\":true}");
    await().until(() -> text().endsWith(":\n\n:\n\n:\n\n"));
    assertThat(events()).as("each told once").hasSize(3);
  }

  @Test
  void tellsAllUnfinishedAgainWhenSomethingWasLost() {
    library.put(7, VideoStatus.PROCESSING, 40);
    begin(all("1-1"), NEVER);
    feed.offer(unknown("2-2"));
    assertThat(event(0)).isEqualTo("event: snapshot\ndata: {\"unfinished\":[7]}");
    assertThat(event(1)).startsWith("id: 2-2\ndata: {\"file_id\":7,");
  }

  @Test
  void tellsNothingMoreAfterASignOut() {
    library.put(7, VideoStatus.PROCESSING, 40);
    begin(all("1-1"), SOON);
    signedIn = false;
    feed.offer(all("2-2", 7L));
    await().until(writing::isDone);
    assertThat(writing).isCompleted();
    assertThat(events()).isEmpty();
  }

  @Test
  void endsAfterItsTimeSoThatTheCallerProvesAnewWhoTheyAre() {
    begin(all("1-1"), NEVER, Duration.ofMillis(50));
    await().until(writing::isDone);
    assertThat(writing).isCompleted();
  }

  @Test
  void breaksOffWhenTheDatabaseIsAway() {
    begin(all("1-1"), SOON);
    library.away = true;
    await().until(writing::isDone);
    assertThat(writing).isCompletedExceptionally();
    writing = CompletableFuture.completedFuture(null);
  }

  private static final class Feed implements AccountFeed.Subscription {
    private final Deque<AccountFeed.Changes> waiting = new ArrayDeque<>();
    private final Semaphore some = new Semaphore(0);

    synchronized void offer(AccountFeed.Changes changes) {
      waiting.add(changes);
      some.release();
    }

    @Override
    public boolean await(Duration time) throws InterruptedException {
      boolean present = some.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
      some.drainPermits();
      synchronized (this) {
        return present && !waiting.isEmpty();
      }
    }

    @Override
    public synchronized AccountFeed.Changes take() {
      return waiting.remove();
    }

    @Override
    public void close() {}
  }

  private static final class Positions implements WatchPositions {
    private final Map<Long, Double> seconds = new ConcurrentHashMap<>();

    @Override
    public void requireAccess(Account viewer, long fileId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void save(Account viewer, long fileId, WatchPosition position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, Double> find(Account viewer, Collection<Long> fileIds) {
      Map<Long, Double> found = new HashMap<>(seconds);
      found.keySet().retainAll(fileIds);
      return found;
    }
  }

  private static final class Library implements VideoStates {
    private final Map<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private volatile boolean away;

    private record Entry(VideoFile video, VideoState state) {}

    void put(long id, VideoStatus status, int progress) {
      VideoFile video = new VideoFile(id, ANN.id(), "Film " + id, "film.mp4", 5);
      if (status != VideoStatus.UPLOADED) {
        video.acquireLease("w", Instant.now(), Instant.MAX);
        video.reportProgress("w", progress, Instant.MAX);
      }
      if (status == VideoStatus.PROCESSED) {
        video.addObject(
            new MediaObject(
                    new UUID(0, id),
                    "2p.mp4",
                    MediaObject.Kind.RENDITION,
                    "video/mp4",
                    5,
                    new byte[16])
                .asDefault());
        video.recordResult("w", "2p.mp4", 1, 2, 2, List.of());
        video.settle("w");
      } else if (status == VideoStatus.FAILED) {
        video.recordFailure("w", ErrorCode.NOT_A_VIDEO, "no video");
        video.settle("w");
      }
      entries.put(id, new Entry(video, video.state()));
    }

    void remove(long id) {
      entries.remove(id);
    }

    @Override
    public Optional<VideoFile> find(long fileId) {
      return Optional.ofNullable(entries.get(fileId)).map(Entry::video);
    }

    @Override
    public List<VideoFile> find(Viewer viewer, Collection<Long> fileIds) {
      return entries.values().stream()
          .map(Entry::video)
          .filter(v -> fileIds.contains(v.getId()))
          .toList();
    }

    @Override
    public List<VideoState> newest(Viewer viewer, int most) {
      if (away) {
        throw new IllegalStateException("the database is away");
      }
      return entries.values().stream().map(Entry::state).limit(most).toList();
    }

    @Override
    public OptionalLong ownerOf(long fileId) {
      throw new UnsupportedOperationException();
    }
  }
}
