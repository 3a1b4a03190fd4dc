package io.sealcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.account.Account;
import io.sealcast.account.AccountBulkhead;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpStreamsTest {
  private static final Account ANN = new Account(1, "ann");
  private static final Account BOB = new Account(2, "bob");
  private static final Account CYD = new Account(3, "cyd");
  private final HttpStreams streams = new HttpStreams(3, 2);
  private final FakeSignIn signIn = new FakeSignIn();

  @Test
  void oneAccountCannotTakeAllPlaces() {
    AccountBulkhead.Permit first = streams.take(ANN.id());
    streams.take(ANN.id());
    refuses(ANN, ErrorCode.TOO_MANY_REQUESTS);
    streams.take(BOB.id());
    refuses(CYD, ErrorCode.OVERLOADED);
    first.close();
    streams.take(CYD.id());
    assertThat(streams.taken()).isEqualTo(3);
  }

  @Test
  void aRequestGivesBackWhatItTookHoweverItEnds() {
    HttpStream request = new HttpStream(streams, signIn);
    request.take(ANN);
    boolean[] freed = {false};
    request.holds(() -> freed[0] = true);
    request.holds(
        () -> {
          throw new IllegalStateException("one that fails");
        });
    assertThatThrownBy(request::free).isInstanceOf(IllegalStateException.class);
    assertThat(freed[0]).isTrue();
    assertThat(streams.taken()).isZero();
  }

  @Test
  void aServerThatStopsKeepsNobodyWhoWaitsForBytes() {
    FakeSessions sessions = new FakeSessions(1000);
    sessions.heldBack = true;
    HttpStream request = new HttpStream(streams, signIn);
    BlockingRange before = request.holds(range(sessions));
    streams.stop();
    BlockingRange after = request.holds(range(sessions));
    assertThat(request.isStopping()).isTrue();
    for (BlockingRange range : List.of(before, after)) {
      assertThatThrownBy(range::next)
          .isInstanceOfSatisfying(
              DomainException.class, e -> assertThat(e.retryAfter()).isPresent());
    }
    request.free();
    assertThat(sessions.sources).allMatch(source -> source.cancelled);
  }

  @Test
  void aSignOutEndsTheRangesOfItsRequests() {
    FakeSessions sessions = new FakeSessions(1000);
    sessions.heldBack = true;
    HttpStream request = new HttpStream(streams, signIn);
    BlockingRange range = request.holds(range(sessions));
    signIn.end();
    assertThatThrownBy(range::next)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED));
    assertThat(sessions.sources).allMatch(source -> source.cancelled);
    request.free();
    assertThat(signIn.watched()).isZero();
  }

  private static BlockingRange range(FakeSessions sessions) {
    return new BlockingRange(
        from -> sessions.range(sessions.session, FakeSessions.NAME, from, 999),
        new ChunkedRange(new ByteRange(0, 999)),
        4);
  }

  private void refuses(Account account, ErrorCode code) {
    assertThatThrownBy(() -> streams.take(account.id()))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryAfter()).isPresent();
            });
  }
}
