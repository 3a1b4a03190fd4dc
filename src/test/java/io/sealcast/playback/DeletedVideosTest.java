package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.Deletions;
import io.sealcast.role.Roles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeletedVideosTest {
  private static final int PAUSE = 10;

  private final Streams streams = new Streams();
  private final Table table = new Table();
  private final DeletedVideos deleted = new DeletedVideos(streams, table, new Roles("web"));

  @Test
  void endsTheStreamsOfDeletedVideosAndNoOthers() {
    streams.videos = List.of(1L, 2L, 3L);
    table.deleted = Set.of(2L, 9L);
    deleted.poll();
    assertThat(streams.revoked).containsExactly(2L);
  }

  @Test
  void looksForAnyNumberOfVideos() {
    streams.videos = LongStream.rangeClosed(1, 2500).boxed().toList();
    table.deleted = Set.of(1L, 1000L, 1001L, 2500L);
    deleted.poll();
    assertThat(streams.revoked).containsExactlyInAnyOrder(1L, 1000L, 1001L, 2500L);
    assertThat(table.queries).isEqualTo(3);
  }

  @Test
  void asksNothingWithoutStreams() {
    deleted.poll();
    assertThat(table.queries).isZero();
  }

  @Test
  void waitsWhileTheDatabaseIsAwayAndLooksAgain() {
    streams.videos = List.of(1L);
    table.deleted = Set.of(1L);
    table.away = true;
    deleted.poll();
    table.away = false;
    for (int i = 0; i < PAUSE; i++) {
      deleted.poll();
    }
    assertThat(streams.revoked).isEmpty();
    assertThat(table.queries).isEqualTo(1);
    deleted.poll();
    assertThat(streams.revoked).containsExactly(1L);
  }

  private static final class Streams extends LiveSessions {
    private List<Long> videos = List.of();
    private final List<Long> revoked = new ArrayList<>();

    Streams() {
      super(null, null, new ManualClock(), 10);
    }

    @Override
    List<Long> videos() {
      return videos;
    }

    @Override
    void revoke(long fileId) {
      revoked.add(fileId);
    }
  }

  private static final class Table extends Deletions {
    private Set<Long> deleted = Set.of();
    private boolean away;
    private int queries;

    @Override
    public Set<Long> among(Collection<Long> fileIds) {
      queries++;
      if (away) {
        throw new IllegalStateException("no database");
      }
      Set<Long> found = new HashSet<>(fileIds);
      found.retainAll(deleted);
      return found;
    }
  }
}
