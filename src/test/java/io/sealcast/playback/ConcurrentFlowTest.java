package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.range.ObjectRange;
import io.sealcast.range.ViewRange;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.SealedKeys;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests several sessions of one video on several threads, as in a server. */
class ConcurrentFlowTest implements RangeRequestPublisher {
  private static final int SESSIONS = 8;
  private static final int CHUNKS = 3;
  private static final int CHUNK = 1 << 20;
  private static final long SIZE = (CHUNKS - 1L) * CHUNK + 5;
  private static final int ROUNDS = 12;

  private static final RequestKeys NO_KEYS =
      () -> new RequestKeys.Sealed(new byte[33], new byte[60]);

  private final ExecutorService pool = Executors.newFixedThreadPool(3);
  private final ExecutorService processors = Executors.newFixedThreadPool(2);
  private final ExecutorService timer = Executors.newSingleThreadExecutor();
  private final SealedKeys sealedKeys = SealedKeys.under(new byte[32], Clock.systemUTC());
  private final Map<String, ResponseKey> keys = new ConcurrentHashMap<>();
  private final SystemClock clock = new SystemClock();
  private final FlowMeters meters = new FlowMeters();
  private final ChunkCache cache = new ChunkCache(2L * CHUNK, Duration.ofMinutes(1), clock::nanos);
  private final FlowControl control =
      new FlowControl(
          new FetchPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(50)),
          clock,
          pool,
          new ChunkRequests(this, new ChunkSpans()),
          new SingleFlight(cache),
          meters);
  private final RangeEngine engine =
      new RangeEngine(
          null, new AccountBulkhead(100, 100, Duration.ofSeconds(1)), new ChunkSpans(), control);
  private final MediaObject object =
      new MediaObject(
          UUID.randomUUID(),
          "720p.mp4",
          MediaObject.Kind.RENDITION,
          "video/mp4",
          SIZE,
          new byte[16]);

  @AfterEach
  void stop() {
    timer.shutdownNow();
    processors.shutdownNow();
    pool.shutdownNow();
  }

  @Override
  public CompletionStage<Void> publish(RangeRequest r, int route) {
    processors.execute(() -> engine.handle(answerTo(r)));
    return CompletableFuture.completedStage(null);
  }

  private RangeResponse answerTo(RangeRequest r) {
    boolean last = r.to() == SIZE - 1;
    byte[] sealed =
        ResponseCipher.seal(
            keys.get(r.sessionHash()),
            new ResponseContext(r.sessionHash(), r.rangeId(), r.object(), r.from(), last),
            ByteBuffer.allocate((int) (r.to() - r.from() + 1)),
            byte[]::new);
    return new RangeResponse.Chunk(
        r.sessionHash(), r.rangeId(), r.from(), last, ByteBuffer.wrap(sealed));
  }

  private LiveSession session() {
    SessionCodec codec = codec();
    return engine.newSession(RequestIds.hash(codec.session().requestId()), codec);
  }

  private SessionCodec codec() {
    StreamSession session =
        new StreamSession(
            RequestIds.next(),
            7,
            1,
            clock.instant().plusSeconds(600),
            1.0,
            true,
            MediaView.of(List.of(object)));
    ResponseKey key = sealedKeys.newResponseKey();
    keys.put(RequestIds.hashInHex(session.requestId()), key);
    return new SessionCodec(session, NO_KEYS, key, "here", true, null, clock);
  }

  @Test
  void checksOfTheDeadlinesDoNotPileUp() {
    SessionFlow flow = new SessionFlow(codec(), control);
    AtomicLong checks = new AtomicLong();

    flow.checkDeadlines(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            flow.checkDeadlines(checks::incrementAndGet);
          }
        });

    assertThat(checks).hasValue(1);
    flow.checkDeadlines(checks::incrementAndGet);
    assertThat(checks).hasValue(2);
  }

  @Test
  void everyViewerGetsAllInOrderWhileOthersLeaveAndEnd() throws Exception {
    timer.execute(
        () -> {
          while (!timer.isShutdown()) {
            engine.tick();
            // far more often than in a server, but not so often that it keeps the other threads
            // busy
            LockSupport.parkNanos(1);
          }
        });
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch all = new CountDownLatch(SESSIONS);
      List<Viewer> viewers = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        LiveSession session = session();
        // The first viewer cancels after one slice, and the second's session is ended after one
        // slice; the others read everything.
        Runnable afterOne = i == 1 ? session::end : () -> {};
        Viewer viewer = new Viewer(i == 0, afterOne, all);
        viewers.add(viewer);
        ViewRange range = ViewRange.of(ObjectRange.whole(object.getObjectId(), SIZE));
        processors.execute(() -> engine.subscribe(session, range, null, viewer));
      }
      boolean allOver = all.await(60, TimeUnit.SECONDS);
      assertThat(viewers.subList(2, SESSIONS))
          .allSatisfy(v -> assertThat(v.failure).isNull())
          .allSatisfy(v -> assertThat(v.bytes.get()).isEqualTo(SIZE));
      assertThat(allOver).isTrue();
    }
    assertThat(cache.bytes()).isLessThanOrEqualTo(cache.maxBytes());
    assertThat(meters.answersRefused()).as("of sessions that ended too").isZero();
    awaitNothingLeft();
  }

  /** Waits until cancelled subscriptions have been released, which happens on other threads. */
  private void awaitNothingLeft() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.subscriptions() + meters.chunksInFlight() + engine.singleFlight().inFlight() != 0
        && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(engine.subscriptions()).isZero();
    assertThat(meters.chunksInFlight()).isZero();
    assertThat(engine.singleFlight().inFlight()).isZero();
  }

  private static final class Viewer implements Flow.Subscriber<ByteSlice> {
    private final boolean leaves;
    private final Runnable afterOne;
    private final CountDownLatch over;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean left = new AtomicBoolean();
    private Flow.Subscription subscription;
    private volatile Throwable failure;

    Viewer(boolean leaves, Runnable afterOne, CountDownLatch over) {
      this.leaves = leaves;
      this.afterOne = afterOne;
      this.over = over;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(2);
    }

    @Override
    public void onNext(ByteSlice slice) {
      if (slice.offset() != bytes.getAndAdd(slice.length())) {
        failure = new AssertionError("out of order");
      }
      afterOne.run();
      if (leaves) {
        subscription.cancel();
        // the second slice may have been on its way when the viewer left
        if (left.compareAndSet(false, true)) {
          over.countDown();
        }
      } else {
        subscription.request(1);
      }
    }

    @Override
    public void onError(Throwable e) {
      failure = e;
      over.countDown();
    }

    @Override
    public void onComplete() {
      over.countDown();
    }
  }
}
