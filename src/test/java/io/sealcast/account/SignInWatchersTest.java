package io.sealcast.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.role.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SignInWatchersTest {
  private static final int PAUSE = 10;
  private static final Account ANN = new Account(1, "ann");

  private final Table table = new Table();
  private final SignIns signIns = new SignIns(table, Duration.ofHours(1));
  private final SignInWatchers watchers = new SignInWatchers(signIns, new Roles("web"));
  private final List<String> ended = new ArrayList<>();

  private SignInWatchers.Watch watch(String token, String connection) {
    return watchers.watch(SignIns.hashInHex(token), () -> ended.add(connection));
  }

  @Test
  void endsAllConnectionsOfASignInThatWasRemovedAndNoOthers() {
    String leaving = signIns.create(ANN);
    String staying = signIns.create(ANN);
    watch(leaving, "a socket");
    watch(leaving, "a range");
    watch(staying, "another browser's");
    watchers.poll();
    assertThat(ended).isEmpty();
    table.removeElsewhere(leaving);
    watchers.poll();
    watchers.poll();
    assertThat(ended).containsExactlyInAnyOrder("a socket", "a range");
    assertThat(watchers.watched()).isEqualTo(1);
  }

  @Test
  void endsTheConnectionsOfASignInThatHasExpired() {
    String token = signIns.create(ANN);
    watch(token, "a socket");
    table.rows.put(SignIns.hashInHex(token), Instant.now().minusSeconds(1));
    watchers.poll();
    assertThat(ended).containsExactly("a socket");
  }

  @Test
  void aSignInThatEndedElsewhereIsNotBelievedAnyLonger() {
    String token = signIns.create(ANN);
    assertThat(signIns.resolve(token)).contains(ANN);
    table.removeElsewhere(token);
    assertThat(signIns.resolve(token)).as("remembered for some seconds").contains(ANN);
    watch(token, "a socket that was opened meanwhile");
    watchers.poll();
    assertThat(ended).containsExactly("a socket that was opened meanwhile");
    assertThat(signIns.resolve(token)).isEmpty();
  }

  @Test
  void aConnectionThatHasEndedIsNotWatched() {
    String token = signIns.create(ANN);
    SignInWatchers.Watch first = watch(token, "the first");
    SignInWatchers.Watch second = watch(token, "the second");
    first.close();
    first.close();
    table.removeElsewhere(token);
    watchers.poll();
    assertThat(ended).containsExactly("the second");
    second.close();
    assertThat(watchers.watched()).isZero();
  }

  @Test
  void looksForAnyNumberOfSignIns() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      tokens.add(signIns.create(ANN));
      watch(tokens.get(i), "connection " + i);
    }
    table.removeElsewhere(tokens.get(0));
    table.removeElsewhere(tokens.get(2499));
    watchers.poll();
    assertThat(ended).containsExactlyInAnyOrder("connection 0", "connection 2499");
    assertThat(table.queries).isEqualTo(3);
  }

  @Test
  void asksNothingWithoutConnectionsOfSignIns() {
    watchers.watch(null, () -> ended.add("authenticated by HTTP Basic")).close();
    watchers.poll();
    assertThat(table.queries).isZero();
    assertThat(ended).isEmpty();
  }

  @Test
  void waitsWhileTheDatabaseIsAwayAndLooksAgain() {
    String token = signIns.create(ANN);
    watch(token, "a socket");
    table.removeElsewhere(token);
    table.away = true;
    watchers.poll();
    table.away = false;
    for (int i = 0; i < PAUSE; i++) {
      watchers.poll();
    }
    assertThat(ended).isEmpty();
    assertThat(table.queries).isEqualTo(1);
    watchers.poll();
    assertThat(ended).containsExactly("a socket");
  }

  @Test
  void oneConnectionThatCannotBeEndedKeepsNoOther() {
    String token = signIns.create(ANN);
    watchers.watch(
        SignIns.hashInHex(token),
        () -> {
          throw new IllegalStateException("it can't be ended");
        });
    watch(token, "a socket");
    table.removeElsewhere(token);
    watchers.poll();
    assertThat(ended).containsExactly("a socket");
  }

  /** The table, which other instances change too. */
  private static final class Table implements SignInStore {
    private final Map<String, Instant> rows = new HashMap<>();
    private boolean away;
    private int queries;

    void removeElsewhere(String token) {
      rows.remove(SignIns.hashInHex(token));
    }

    @Override
    public void add(byte[] tokenHash, Account account, Instant expiresAt) {
      rows.put(HexFormat.of().formatHex(tokenHash), expiresAt);
    }

    @Override
    public Optional<Stored> find(byte[] tokenHash) {
      return Optional.ofNullable(rows.get(HexFormat.of().formatHex(tokenHash)))
          .map(expiresAt -> new Stored(ANN, expiresAt));
    }

    @Override
    public Set<String> valid(Collection<byte[]> tokenHashes, Instant now) {
      queries++;
      if (away) {
        throw new IllegalStateException("no database");
      }
      return tokenHashes.stream()
          .map(HexFormat.of()::formatHex)
          .filter(hash -> rows.containsKey(hash) && rows.get(hash).isAfter(now))
          .collect(Collectors.toSet());
    }

    @Override
    public void remove(byte[] tokenHash) {
      rows.remove(HexFormat.of().formatHex(tokenHash));
    }

    @Override
    public int removeExpired(Instant now) {
      return 0;
    }
  }
}
