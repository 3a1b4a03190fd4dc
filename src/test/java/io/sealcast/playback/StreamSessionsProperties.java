package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.account.Account;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.playback.SessionBench.Instance;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.NotSealedForThisInstance;
import io.sealcast.vault.SessionKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tests invariants of sessions with any sequence of actions on two instances. */
class StreamSessionsProperties {
  private static final Account ANN = new Account(1, "ann");
  private static final Account BOB = new Account(2, "bob");
  private static final int SESSIONS_OF_ONE = 6;

  /** Fewer than the open sessions, so that sessions are evicted. */
  private static final int SESSIONS_IN_MEMORY = 2;

  private static final byte[] CONTENT = EngineBench.content(0, SessionBench.SIZE - 1);

  private final SessionBench bench = new SessionBench(2, SESSIONS_IN_MEMORY, SESSIONS_OF_ONE);

  private final List<StreamSession> live = new ArrayList<>();
  private final List<StreamSession> ended = new ArrayList<>();

  @Property(tries = 25)
  void aSessionIsFoundByItsViewerUntilItEndsAndByNobodyElse(@ForAll long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 30; step++) {
      act(random);
      expire();
      Instance instance = bench.instances.get(step % bench.instances.size());
      assertThat(live).allSatisfy(s -> assertThat(instance.finds(viewerOf(s), s)).isTrue());
      assertThat(live).allSatisfy(s -> assertThat(instance.finds(otherThan(s), s)).isFalse());
      assertThat(ended).allSatisfy(s -> assertThat(instance.finds(viewerOf(s), s)).isFalse());
    }
    for (Instance instance : bench.instances) {
      assertThat(instance.engine.engine.refusedAnswers()).isZero();
      assertThat(instance.engine.engine.subscriptions()).isZero();
    }
  }

  private void act(Random random) {
    Instance instance = bench.instances.get(random.nextInt(bench.instances.size()));
    StreamSession any = live.isEmpty() ? null : live.get(random.nextInt(live.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> open(instance, random.nextBoolean() ? ANN : BOB);
      case 2 -> bench.pass(Duration.ofSeconds(random.nextInt(120)));
      case 3 -> {
        if (any != null) {
          end(instance, any);
        }
      }
      case 4 -> {
        if (any != null) {
          instance.sessions.end(otherThan(any), any.fileId(), any.requestId());
          instance.sessions.end(viewerOf(any), any.fileId() + 1, any.requestId());
        }
      }
      case 5 -> {
        if (any != null) {
          keepsPlaying(instance, any);
        }
      }
      case 6 -> {
        if (any != null) {
          endsWhileItsAnswerIsOpened(instance, any);
        }
      }
      default -> {
        if (!ended.isEmpty()) {
          isRefused(instance, ended.get(random.nextInt(ended.size())));
        }
      }
    }
  }

  private void open(Instance instance, Account viewer) {
    long own = live.stream().filter(s -> s.accountId() == viewer.id()).count();
    if (own < SESSIONS_OF_ONE) {
      live.add(instance.open(viewer));
    } else {
      assertThatThrownBy(() -> instance.open(viewer))
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    }
  }

  private void end(Instance instance, StreamSession session) {
    instance.sessions.end(viewerOf(session), session.fileId(), session.requestId());
    live.remove(session);
    ended.add(session);
  }

  /**
   * Checks that a session plays, even if it was evicted from this instance or never known to it.
   */
  private void keepsPlaying(Instance instance, StreamSession session) {
    Viewer viewer = instance.view(session);
    instance.engine.answerAll();
    assertThat(viewer.error).isNull();
    assertThat(viewer.complete).isTrue();
    assertThat(viewer.bytes.toByteArray()).isEqualTo(CONTENT);
  }

  private void endsWhileItsAnswerIsOpened(Instance instance, StreamSession session) {
    Viewer viewer = instance.view(session);
    List<RangeRequest> requests = List.copyOf(instance.engine.requests);
    instance.engine.requests.clear();
    instance.engine.holdTasks();
    requests.forEach(instance.engine::answer);
    end(instance, session);
    instance.engine.releaseTasks();
    assertThat(viewer.slices).isZero();
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
  }

  private void isRefused(Instance instance, StreamSession session) {
    ErrorCode code;
    try {
      code = instance.view(session).error.code();
    } catch (DomainException e) {
      code = e.code();
    }
    assertThat(code).isEqualTo(ErrorCode.SESSION_ENDED);
    assertThat(instance.engine.requests).isEmpty();
  }

  private void expire() {
    List<StreamSession> expired =
        live.stream().filter(s -> !bench.clock.instant().isBefore(s.expiresAt())).toList();
    live.removeAll(expired);
    ended.addAll(expired);
  }

  private static Account viewerOf(StreamSession session) {
    return session.accountId() == ANN.id() ? ANN : BOB;
  }

  private static Account otherThan(StreamSession session) {
    return session.accountId() == ANN.id() ? BOB : ANN;
  }

  @Example
  void aSessionThatWasLeftEndsUnlessSomebodyComesBack() {
    Instance here = bench.instances.get(0);
    Instance there = bench.instances.get(1);
    StreamSession left = here.open(ANN);
    StreamSession kept = here.open(ANN);
    here.sessions.leave(ANN, left.fileId(), left.requestId());
    here.sessions.leave(ANN, kept.fileId(), kept.requestId());
    bench.pass(Duration.ofMinutes(1));
    assertThat(there.finds(ANN, kept)).isTrue();
    bench.store.keep(there.live.usedSince(bench.clock.instant().minusSeconds(30)));
    bench.pass(MemorySessionStore.LEFT_TTL);
    assertThat(here.finds(ANN, left)).as("its row says so").isFalse();
    assertThat(there.finds(ANN, left)).isFalse();
    assertThat(here.finds(ANN, kept)).isTrue();
    assertThatThrownBy(() -> here.sessions.leave(ANN, left.fileId(), left.requestId()))
        .isInstanceOf(DomainException.class);
  }

  /** A processor that starts has a new key pair, for which the keys are sealed anew. */
  @Example
  void requestsAreSealedForTheProcessorsThatRunNow() {
    Instance here = bench.instances.get(0);
    StreamSession session = here.open(ANN);
    keepsPlaying(here, session);
    InstanceKeys before = here.engine.processor;
    bench.pass(Duration.ofSeconds(21));
    here.restartProcessor();
    Viewer viewer = here.view(session);
    RangeRequest request = here.engine.requests.get(0);
    assertThatThrownBy(() -> open(before, session, request))
        .as("a process that has ended")
        .isInstanceOf(NotSealedForThisInstance.class);
    open(here.engine.processor, session, request).close();
    here.engine.answerAll();
    assertThat(viewer.complete).isTrue();
    assertThatThrownBy(
            () ->
                here.engine.sealedKeys.openSession(
                    request.sessionHash(),
                    session.fileId(),
                    session.expiresAt(),
                    request.sealedKeys()))
        .as("the service key alone")
        .isInstanceOf(DomainException.class);
  }

  private static SessionKeys open(InstanceKeys by, StreamSession session, RangeRequest request) {
    return by.openSession(
        request.sessionHash(),
        session.fileId(),
        session.expiresAt(),
        request.keyEnvelope(),
        request.sealedKeys());
  }

  @Example
  void aVideoThatIsDeletedEndsItsSessions() {
    Instance here = bench.instances.get(0);
    StreamSession session = here.open(ANN);
    Viewer viewer = here.view(session);
    here.live.revoke(session.fileId());
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
    assertThat(here.finds(ANN, session)).isFalse();
  }

  @Example
  void whoOpensChunksAloneGetsTheKeyThatTheyAreSealedWith() {
    Instance here = bench.instances.get(0);
    StreamSessions.Opened opened =
        here.sessions.open(ANN, EngineBench.VIDEO, new char[0], StreamSessions.Delivery.TOPIC);
    StreamSession session = opened.session();
    RangeRequest request = here.engine.requests.get(0);
    assertThat(request.replyTopic()).isEqualTo(opened.responseTopic());
    assertThat(request.replyTopic() + request.sessionHash()).doesNotContain(session.requestId());
    try (SessionKeys keys = open(here.engine.processor, session, request)) {
      assertThat(opened.responseKey()).isEqualTo(keys.responseKey().export());
      assertThat(opened.responseKey()).isNotEqualTo(new byte[opened.responseKey().length]);
    }
  }
}
