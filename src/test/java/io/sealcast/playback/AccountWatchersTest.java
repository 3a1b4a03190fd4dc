package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.EventPosition;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.playback.AccountFeed.Changes;
import io.sealcast.playback.AccountFeed.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Tests which subscriptions get an event, and which events a reconnecting subscriber gets. */
class AccountWatchersTest {
  private static final long ANN = 1;
  private static final long BOB = 2;
  private static final int KEPT = 5;

  private final Map<Long, Long> owners = new HashMap<>(Map.of(10L, ANN, 11L, ANN, 20L, BOB));
  private final List<Long> queried = new ArrayList<>();
  private boolean databaseAway;
  private boolean queueFull;
  private final AccountWatchers watchers = on(KEPT);
  private long sequence = 100;

  private AccountWatchers on(int kept) {
    return new AccountWatchers(
        id -> {
          queried.add(id);
          if (databaseAway) {
            throw new IllegalStateException("away");
          }
          return owners.containsKey(id) ? OptionalLong.of(owners.get(id)) : OptionalLong.empty();
        },
        task -> {
          if (queueFull) {
            throw new RejectedExecutionException();
          }
          task.run();
        },
        kept);
  }

  private void changed(long fileId) {
    event(new VideoEvent.Changed(fileId, "processing", 1));
  }

  private void event(VideoEvent event) {
    watchers.handle(event, new EventPosition(++sequence, 7 * sequence));
  }

  private static List<Long> changedIn(Subscription subscription) {
    return subscription.take().changed();
  }

  @Test
  void eachAccountHearsOfItsOwnVideosOnly() {
    Subscription ann = watchers.subscribe(ANN, null);
    Subscription bob = watchers.subscribe(BOB, null);
    changed(10);
    event(new VideoEvent.Deleted(20, BOB));
    assertThat(changedIn(ann)).containsExactly(10L);
    Changes bobs = bob.take();
    assertThat(bobs.changed()).isEmpty();
    assertThat(bobs.deleted()).containsExactly(20L);
  }

  @Test
  void severalSubscribersOfAnAccountHearTheSameEachOnce() throws InterruptedException {
    List<Subscription> tabs = List.of(watchers.subscribe(ANN, null), watchers.subscribe(ANN, null));
    changed(10);
    changed(11);
    changed(10);
    for (Subscription tab : tabs) {
      assertThat(tab.await(Duration.ofSeconds(5))).isTrue();
      assertThat(changedIn(tab)).containsExactly(11L, 10L);
      assertThat(tab.await(Duration.ofMillis(1))).isFalse();
    }
  }

  @Test
  void theDatabaseIsAskedOnceWhoseVideoItIsAndNotAtAllWhereTheEventSaysSo() {
    watchers.subscribe(ANN, null);
    changed(10);
    changed(10);
    event(new VideoEvent.Changed(12, ANN, "uploaded", 0));
    changed(12);
    assertThat(queried).containsExactly(10L);
  }

  @Test
  void whoComesBackHearsWhatWasMissedAndNothingElse() {
    Subscription before = watchers.subscribe(ANN, null);
    changed(10);
    String position = before.take().position();
    before.close();
    changed(11);
    changed(20);
    event(new VideoEvent.Deleted(10, ANN));
    Changes missed = watchers.subscribe(ANN, position).take();
    assertThat(missed.complete()).isTrue();
    assertThat(missed.changed()).containsExactly(11L);
    assertThat(missed.deleted()).containsExactly(10L);
    assertThat(missed.position()).isEqualTo("104-728");
    assertThat(watchers.subscribe(ANN, missed.position()).take().changed()).isEmpty();
  }

  @Test
  void anotherInstanceGoesOnFromTheSamePosition() {
    AccountWatchers other = on(KEPT);
    Subscription here = watchers.subscribe(ANN, null);
    for (AccountWatchers instance : List.of(watchers, other)) {
      instance.handle(new VideoEvent.Changed(10, ANN, "processing", 1), new EventPosition(1, 1));
    }
    String position = here.take().position();
    other.handle(new VideoEvent.Changed(11, ANN, "processing", 1), new EventPosition(2, 2));
    Changes missed = other.subscribe(ANN, position).take();
    assertThat(missed.complete()).isTrue();
    assertThat(missed.changed()).containsExactly(11L);
  }

  @Test
  void aPositionThatIsTooOldOrNobodysIsNotGoneOnFrom() {
    Subscription ann = watchers.subscribe(ANN, null);
    assertThat(ann.take().complete()).as("no position").isFalse();
    changed(10);
    String old = ann.take().position();
    assertThat(watchers.subscribe(ANN, old).take().complete()).isTrue();
    String ofAnotherTopic = new EventPosition(sequence, 1).toString();
    for (int i = 0; i < KEPT; i++) {
      changed(11);
    }
    for (String position : List.of(old, ofAnotherTopic, "", "5", "x-y", "1-2-3", "9".repeat(99))) {
      assertThat(watchers.subscribe(ANN, position).take().complete()).as(position).isFalse();
    }
  }

  @Test
  void whatCouldNotBeHandedOnIsKnownToBeMissing() {
    Subscription ann = watchers.subscribe(ANN, null);
    changed(10);
    String position = ann.take().position();
    databaseAway = true;
    changed(11);
    assertThat(ann.take().complete()).isFalse();
    assertThat(ann.take().complete()).as("told once").isTrue();
    assertThat(watchers.subscribe(ANN, position).take().complete()).isFalse();
    queueFull = true;
    changed(10);
    assertThat(ann.take().complete()).isFalse();
  }

  @Test
  void whatWaitsIsBounded() {
    Subscription ann = watchers.subscribe(ANN, null);
    ann.take();
    for (long id = 0; id <= AccountSubscription.MAX_WAITING; id++) {
      event(new VideoEvent.Changed(1000 + id, ANN, "uploaded", 0));
    }
    Changes taken = ann.take();
    assertThat(taken.complete()).isFalse();
    assertThat(taken.changed()).isEmpty();
  }

  @Test
  void aVideoThatIsGoneBeforeItsOwnerIsKnownIsNobodys() {
    Subscription ann = watchers.subscribe(ANN, null);
    ann.take();
    changed(99);
    Changes taken = ann.take();
    assertThat(taken.changed()).isEmpty();
    assertThat(taken.complete()).isTrue();
  }

  @Test
  void whoHasLeftIsForgotten() {
    Subscription ann = watchers.subscribe(ANN, null);
    ann.take();
    ann.close();
    changed(10);
    assertThat(changedIn(ann)).isEmpty();
  }
}
