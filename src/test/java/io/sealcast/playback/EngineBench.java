package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ObjectRange;
import io.sealcast.range.ViewRange;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.ResponseMac;
import io.sealcast.vault.SealedKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * An engine with one thread and a manual clock. Requests are collected until the test responds in
 * place of the processors.
 */
final class EngineBench implements RangeRequestPublisher {
  static final int CHUNK = 1 << 20;
  static final int WINDOW = 4;
  static final long VIDEO = 7;

  final List<RangeRequest> requests = new ArrayList<>();
  final List<Integer> roundRobin = new ArrayList<>();
  final RangeEngine engine;
  final LiveSession session;
  final ChunkCache cache;
  final long size;
  final SealedKeys sealedKeys;

  /** The key pair of the processor for which the test responds. */
  InstanceKeys processor;

  private final Map<String, ResponseKey> keys = new HashMap<>();
  private final Map<UUID, ViewRange.Extent> parts = new HashMap<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  final MediaObject object;
  private boolean tasksWait;
  final ManualClock clock;
  RequestKeys requestKeys = () -> new RequestKeys.Sealed(new byte[33], new byte[60]);
  boolean brokerDown;
  boolean requestsRefused;
  boolean blocked;

  EngineBench(long size) {
    this(size, 100);
  }

  EngineBench(long size, int subscriptions) {
    this(size, subscriptions, 0);
  }

  EngineBench(long size, int subscriptions, long cacheBytes) {
    this(size, subscriptions, subscriptions, cacheBytes);
  }

  EngineBench(long size, int subscriptions, int subscriptionsOfOne, long cacheBytes) {
    this(size, subscriptions, subscriptionsOfOne, cacheBytes, new ManualClock());
  }

  EngineBench(
      long size, int subscriptions, int subscriptionsOfOne, long cacheBytes, ManualClock clock) {
    this.size = size;
    this.clock = clock;
    sealedKeys = SealedKeys.under(new byte[32], clock.withZone(ZoneOffset.UTC));
    restartProcessor();
    cache = new ChunkCache(cacheBytes, Duration.ofMinutes(10), clock::nanos);
    engine =
        new RangeEngine(
            null,
            new AccountBulkhead(subscriptions, subscriptionsOfOne, Duration.ofSeconds(2)),
            new ChunkSpans(),
            new FlowControl(
                new FetchPolicy(WINDOW, Duration.ofMillis(1500), Duration.ofSeconds(30)),
                clock,
                this::execute,
                new ChunkRequests(this, new ChunkSpans()),
                new SingleFlight(cache),
                new FlowMeters()));
    object =
        new MediaObject(
                UUID.randomUUID(),
                "720p.mp4",
                MediaObject.Kind.RENDITION,
                "video/mp4",
                size,
                new byte[16])
            .asDefault();
    session = newSession(VIDEO, true);
  }

  /** Creates another session for the same object. */
  LiveSession newSession(long fileId, boolean sharesChunks) {
    StreamSession stream =
        new StreamSession(
            RequestIds.next(),
            fileId,
            1,
            clock.instant().plusSeconds(3600),
            1.0,
            true,
            MediaView.of(List.of(object)));
    ResponseKey key = sealedKeys.newResponseKey();
    keys.put(RequestIds.hashInHex(stream.requestId()), key);
    return engine.newSession(
        RequestIds.hash(stream.requestId()),
        new SessionCodec(
            stream, requestKeys, key, "streaming-response-here", sharesChunks, null, clock));
  }

  private void execute(Runnable task) {
    if (tasksWait) {
      tasks.add(task);
    } else {
      task.run();
    }
  }

  /** Collects tasks of the engine's executor until a test runs them. */
  void holdTasks() {
    tasksWait = true;
  }

  /** Runs the collected tasks, and executes later tasks immediately. */
  void releaseTasks() {
    tasksWait = false;
    while (runTask()) {
      // runs the next task
    }
  }

  /** Runs the oldest collected task. Returns whether there was one. */
  boolean runTask() {
    Runnable task = tasks.poll();
    if (task != null) {
      task.run();
    }
    return task != null;
  }

  @Override
  public CompletionStage<Void> publish(RangeRequest request, int route) {
    if (brokerDown) {
      return CompletableFuture.failedStage(new DomainException(ErrorCode.MESSAGING_UNAVAILABLE));
    }
    if (requestsRefused) {
      return CompletableFuture.failedStage(new RecordRefused(new IllegalStateException()));
    }
    requests.add(request);
    roundRobin.add(route);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public boolean isBlocked() {
    return blocked;
  }

  Viewer view(long from, long to) {
    return view(session, from, to);
  }

  Viewer view(LiveSession of, long from, long to) {
    Viewer viewer = new Viewer();
    engine.subscribe(of, range(from, to), null, viewer);
    return viewer;
  }

  ViewRange range(long from, long to) {
    return ViewRange.of(new ObjectRange(object.getObjectId(), size, new ByteRange(from, to)));
  }

  void pass(Duration time) {
    clock.advance(time);
    engine.tick();
  }

  /** Advances the clock in small steps, as the timer would. */
  void passSlowly(Duration time) {
    for (long step = 0; step < time.toMillis(); step += 50) {
      pass(Duration.ofMillis(50));
    }
  }

  /** Subscribes to a range of a view that consists of parts. */
  Viewer view(List<ViewRange.Extent> view, long from, long to, @Nullable String topic) {
    view.forEach(part -> parts.put(part.object(), part));
    Viewer viewer = new Viewer();
    engine.subscribe(session, new ViewRange(view, new ByteRange(from, to)), topic, viewer);
    return viewer;
  }

  private ViewRange.Extent placeOf(RangeRequest r) {
    return parts.getOrDefault(r.object(), new ViewRange.Extent(r.object(), size, 0));
  }

  private boolean isLast(RangeRequest r) {
    return r.to() == placeOf(r).size() - 1 && r.placement().endsView();
  }

  RangeResponse.Chunk answerTo(RangeRequest r) {
    long start = placeOf(r).start();
    byte[] plain = content(start + r.from(), start + r.to());
    boolean last = isLast(r);
    byte[] sealed =
        ResponseCipher.seal(
            keys.computeIfAbsent(r.sessionHash(), id -> unsealed(r)),
            new ResponseContext(r.sessionHash(), r.rangeId(), r.object(), r.offset(), last),
            ByteBuffer.wrap(plain),
            byte[]::new);
    return new RangeResponse.Chunk(
        r.sessionHash(), r.rangeId(), r.offset(), last, ByteBuffer.wrap(sealed));
  }

  /** Replaces the processor's process, and with it its key pair. */
  void restartProcessor() {
    processor = InstanceKeys.under(new byte[32], clock.withZone(ZoneOffset.UTC));
  }

  /** Returns the response key that a processor gets from a request. */
  private ResponseKey unsealed(RangeRequest r) {
    return processor
        .openSession(r.sessionHash(), r.fileId(), r.expiresAt(), r.keyEnvelope(), r.sealedKeys())
        .responseKey();
  }

  /** Returns the failure with which a processor responds. */
  RangeResponse.Failure failureOf(RangeRequest r, ErrorCode code) {
    String mac = ResponseMac.ofFailure(keys.get(r.sessionHash()), fieldsOf(r), code.code());
    return new RangeResponse.Failure(r.sessionHash(), r.rangeId(), r.from(), code, mac);
  }

  RangeResponse.Receipt receiptOf(RangeRequest r) {
    boolean last = isLast(r);
    String mac = ResponseMac.ofReceipt(keys.get(r.sessionHash()), fieldsOf(r), last);
    return new RangeResponse.Receipt(r.sessionHash(), r.rangeId(), r.offset(), last, mac);
  }

  private static ResponseMac.RequestFields fieldsOf(RangeRequest r) {
    return new ResponseMac.RequestFields(
        r.sessionHash(),
        r.rangeId(),
        r.object(),
        r.chunkIndex(),
        r.from(),
        r.to(),
        r.representation().name());
  }

  /** Returns a copy of a request that asks for something else. */
  RangeRequest changed(RangeRequest r, UUID otherObject, long chunkIndex, long to) {
    return new RangeRequest(
        r.sessionHash(),
        r.rangeId(),
        r.fileId(),
        otherObject,
        chunkIndex,
        r.from(),
        to,
        r.replyTopic(),
        r.receiptTopic(),
        r.sealedKeys(),
        r.expiresAt(),
        r.deadline());
  }

  void answer(RangeRequest request) {
    engine.handle(answerTo(request));
  }

  /** Responds to all requests in order until there are none. */
  void answerAll() {
    while (!requests.isEmpty()) {
      answer(requests.remove(0));
    }
  }

  static byte[] content(long from, long to) {
    byte[] bytes = new byte[(int) (to - from + 1)];
    for (int i = 0; i < bytes.length; i++) {
      long position = from + i;
      bytes[i] = (byte) (position * 31 + (position >>> 13));
    }
    return bytes;
  }

  /** A subscriber that records its signals. */
  static final class Viewer implements Flow.Subscriber<ByteSlice> {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Flow.Subscription subscription;
    int slices;
    long demand;
    boolean complete;
    boolean cancelled;
    DomainException error;

    Viewer demand(long n) {
      demand += n;
      subscription.request(n);
      return this;
    }

    void cancel() {
      cancelled = true;
      subscription.cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      subscription = s;
    }

    @Override
    public void onNext(ByteSlice slice) {
      if (slice.array().length > 0) { // the bytes of a receipt are in a topic
        bytes.write(slice.array(), slice.start(), slice.length());
      }
      slices++;
    }

    @Override
    public void onError(Throwable e) {
      error = (DomainException) e;
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }
}
