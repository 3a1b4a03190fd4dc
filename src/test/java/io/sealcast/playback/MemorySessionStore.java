package io.sealcast.playback;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Stores sessions in a map and uses the clock of the test. */
final class MemorySessionStore implements SessionStore {
  static final Duration LEFT_TTL = Duration.ofMinutes(5);

  private final ManualClock clock;
  private final Map<String, SessionRow> rows = new HashMap<>();
  private final Map<String, Instant> leftAt = new HashMap<>();

  MemorySessionStore(ManualClock clock) {
    this.clock = clock;
  }

  private static String key(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  private boolean isLive(String key) {
    SessionRow row = rows.get(key);
    Instant left = leftAt.get(key);
    return row != null
        && row.expiresAt().isAfter(clock.instant())
        && (left == null || left.plus(LEFT_TTL).isAfter(clock.instant()));
  }

  @Override
  public void insert(SessionRow row, int most) {
    long present =
        rows.keySet().stream()
            .filter(key -> rows.get(key).accountId() == row.accountId() && isLive(key))
            .count();
    if (present >= most) {
      throw DomainException.retryLater(ErrorCode.TOO_MANY_REQUESTS, Duration.ofMinutes(1));
    }
    rows.put(key(row.hash()), row);
  }

  @Override
  public Optional<SessionRow> find(byte[] hash) {
    return Optional.of(key(hash)).filter(this::isLive).map(rows::get);
  }

  @Override
  public void delete(byte[] hash) {
    rows.remove(key(hash));
  }

  @Override
  public void leave(byte[] hash, Instant when) {
    leftAt.put(key(hash), when);
  }

  @Override
  public void keep(Map<byte[], Instant> uses) {
    uses.forEach(
        (hash, used) ->
            leftAt.computeIfPresent(key(hash), (k, at) -> at.isBefore(used) ? null : at));
  }

  @Override
  public Set<String> alive(Collection<byte[]> hashes) {
    return hashes.stream()
        .map(MemorySessionStore::key)
        .filter(this::isLive)
        .collect(Collectors.toSet());
  }

  @Override
  public int deleteExpired() {
    int before = rows.size();
    rows.values().removeIf(row -> !row.expiresAt().isAfter(clock.instant()));
    return before - rows.size();
  }

  @Override
  public List<Left> deleteLeft() {
    List<SessionRow> left =
        rows.values().stream()
            .filter(row -> leftAt.containsKey(key(row.hash())) && !isLive(key(row.hash())))
            .toList();
    left.forEach(row -> delete(row.hash()));
    return left.stream().map(row -> new Left(row.hash(), row.fileId())).toList();
  }
}
