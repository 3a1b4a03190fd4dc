package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.catalog.MediaObject;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.range.ObjectRange;
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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several sessions of one video on several threads, as in a server. */
class ConcurrentFlowTest implements RangeRequestPublisher {
  private static final int SESSIONS = 8;
  private static final int CHUNKS = 3;
  private static final int CHUNK = 1 << 20;
  private static final long SIZE = (CHUNKS - 1L) * CHUNK + 5;
  private static final int ROUNDS = 12;

  private final ExecutorService pool = Executors.newFixedThreadPool(3);
  private final ExecutorService processors = Executors.newFixedThreadPool(2);
  private final ExecutorService timer = Executors.newSingleThreadExecutor();
  private final SealedKeys sealedKeys = SealedKeys.under(new byte[32], Clock.systemUTC());
  private final Map<String, ResponseKey> keys = new ConcurrentHashMap<>();
  private final SystemClock clock = new SystemClock();
  private final FlowMeters meters = new FlowMeters();
  private final ChunkCache cache = new ChunkCache(2L * CHUNK, Duration.ofMinutes(1), clock::nanos);
  private final RangeEngine engine =
      new RangeEngine(
          null,
          new AccountBulkhead(100, 100, Duration.ofSeconds(1)),
          new ChunkSpans(),
          new FlowControl(
              new FetchPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(50)),
              clock,
              pool,
              new ChunkRequests(this, new ChunkSpans()),
              new SingleFlight(cache),
              meters));
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
  public CompletionStage<Void> publish(RangeRequest r, int turn) {
    processors.execute(() -> engine.handle(answerTo(r)));
    return CompletableFuture.completedStage(null);
  }

  private RangeResponse answerTo(RangeRequest r) {
    boolean last = r.to() == SIZE - 1;
    byte[] sealed =
        ResponseCipher.seal(
            keys.get(r.requestId()),
            new ResponseContext(r.requestId(), r.rangeId(), r.object(), r.from(), last),
            ByteBuffer.allocate((int) (r.to() - r.from() + 1)),
            byte[]::new);
    return new RangeResponse.Chunk(
        r.requestId(), r.rangeId(), r.from(), last, ByteBuffer.wrap(sealed));
  }

  private LiveSession session() {
    StreamSession session =
        new StreamSession(
            RequestIds.next(), 7, 1, clock.instant().plusSeconds(600), 1.0, List.of(object));
    ResponseKey key = sealedKeys.newResponseKey();
    keys.put(session.requestId(), key);
    ResponseKey own = key;
    return engine.newSession(
        RequestIds.hash(session.requestId()),
        new SessionCodec(session, new byte[60], own, "here", true, null, clock));
  }

  @Test
  void everyViewerGetsAllInOrderWhileOthersLeaveAndEnd() throws Exception {
    timer.execute(
        () -> {
          while (!timer.isShutdown()) {
            engine.tick();
            Thread.onSpinWait();
          }
        });
    for (int round = 0; round < ROUNDS; round++) {
      CountDownLatch all = new CountDownLatch(SESSIONS);
      List<Viewer> viewers = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        LiveSession session = session();
        // The first leaves after a slice, the second's session ends then; the others see all.
        Runnable afterOne = i == 1 ? session::end : () -> {};
        Viewer viewer = new Viewer(i == 0, afterOne, all);
        viewers.add(viewer);
        ObjectRange range = ObjectRange.whole(object.getObjectId(), SIZE);
        processors.execute(() -> engine.subscribe(session, range, null, viewer));
      }
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(viewers.subList(2, SESSIONS))
          .allSatisfy(v -> assertThat(v.bytes.get()).isEqualTo(SIZE))
          .allSatisfy(v -> assertThat(v.failure).isNull());
    }
    assertThat(cache.bytes()).isLessThanOrEqualTo(cache.maxBytes());
    assertThat(meters.answersRefused()).as("of sessions that ended too").isZero();
    awaitNothingLeft();
  }

  /** What was cancelled is given up in a step that a thread may still have to take. */
  private void awaitNothingLeft() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.subscriptions() + meters.chunksUnderWay() + engine.singleFlight().underWay() != 0
        && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(engine.subscriptions()).isZero();
    assertThat(meters.chunksUnderWay()).isZero();
    assertThat(engine.singleFlight().underWay()).isZero();
  }

  private static final class Viewer implements Flow.Subscriber<ByteSlice> {
    private final boolean leaves;
    private final Runnable afterOne;
    private final CountDownLatch over;
    private final AtomicLong bytes = new AtomicLong();
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
        over.countDown();
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
