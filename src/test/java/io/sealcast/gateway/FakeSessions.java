package io.sealcast.gateway;

import io.sealcast.account.Account;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Flow;

/**
 * Sessions with one rendition of known bytes. Requested slices are delivered immediately, or, if
 * held back, when a test calls for it.
 */
public final class FakeSessions implements StreamSessions {
  public static final Account ANN = new Account(1, "ann");
  public static final String NAME = "720p.mp4";

  public final byte[] bytes;
  public final StreamSession session;
  public final List<Source> sources = new ArrayList<>();
  public final int window;
  public boolean heldBack;
  public boolean live = true;
  public DomainException failure;

  public FakeSessions(int size) {
    this(size, 4);
  }

  public FakeSessions(int size, int window) {
    this.window = window;
    bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    MediaObject rendition =
        MediaObject.rendition(
                UUID.fromString("6f1c0ad0-0000-4000-8000-000000000001"),
                new Presentation.Track(
                    NAME,
                    "video/mp4",
                    Optional.of(new Presentation.Resolution(1280, 720)),
                    OptionalInt.of(2_000_000),
                    List.of("avc1.64001f", "mp4a.40.2"),
                    index()),
                size,
                new byte[16])
            .asDefault();
    session =
        new StreamSession(
            "rid-1",
            7,
            ANN.id(),
            Instant.parse("2030-01-02T03:04:05Z"),
            4.5,
            true,
            MediaView.of(List.of(rendition)));
  }

  private static SegmentIndex index() {
    return new SegmentIndex(
        1000,
        List.of(
            new SegmentIndex.Segment(0, 2, 1000, 500_000),
            new SegmentIndex.Segment(2, 2.002, 501_000, 600_000),
            new SegmentIndex.Segment(4.002, 0.498, 1_101_000, 7_000)));
  }

  public byte[] slice(long from, long to) {
    return Arrays.copyOfRange(bytes, (int) from, (int) to + 1);
  }

  /** Returns the number of slices that were requested and not delivered, over all ranges. */
  public long inFlight() {
    return sources.stream().filter(s -> !s.cancelled).mapToLong(s -> s.demand).sum();
  }

  @Override
  public Opened open(Viewer viewer, long fileId, char[] encryptionKey, Delivery delivery) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamSession openDownload(Viewer viewer, long fileId, char[] encryptionKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamSession require(Viewer viewer, String requestId) {
    if (!live || viewer.id() != session.accountId() || !requestId.equals(session.requestId())) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    return session;
  }

  @Override
  public StreamSession require(Viewer viewer, long fileId, String requestId) {
    return require(viewer, requestId);
  }

  @Override
  public StreamSession refresh(Viewer viewer, StreamSession of) {
    return of;
  }

  @Override
  public void end(Viewer viewer, long fileId, String requestId) {
    live = false;
  }

  @Override
  public void leave(Viewer viewer, long fileId, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void used(StreamSession of, Instant now) {
    // a fake session ends only when a test demands it
  }

  @Override
  public Flow.Publisher<ByteSlice> range(StreamSession of, String object, long from, long to) {
    if (!object.equals(NAME)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    if (from > to || to >= bytes.length) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    return subscriber -> {
      Source source = new Source(new ChunkedRange(new ByteRange(from, to)), subscriber);
      sources.add(source);
      subscriber.onSubscribe(source);
    };
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public boolean isLive(StreamSession of, Instant now) {
    return live;
  }

  /** A subscription. */
  public final class Source implements Flow.Subscription {
    private final ChunkedRange plan;
    private final Flow.Subscriber<? super ByteSlice> subscriber;
    private long next;
    public long demand;
    public boolean cancelled;
    public boolean ended;

    private Source(ChunkedRange plan, Flow.Subscriber<? super ByteSlice> subscriber) {
      this.plan = plan;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      demand += n;
      while (!heldBack && deliver()) {
        // delivers all requested slices
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    public long deliveredBytes() {
      return Math.min(plan.startOf(next), plan.bytes().to() + 1) - plan.bytes().from();
    }

    /** Delivers the next slice, if it was requested. */
    public boolean deliver() {
      if (cancelled || ended || demand == 0) {
        return false;
      }
      if (failure != null) {
        ended = true;
        subscriber.onError(failure);
        return false;
      }
      demand--;
      long from = plan.startOf(next);
      long to = plan.isLast(next) ? plan.bytes().to() : plan.startOf(next + 1) - 1;
      ended = plan.isLast(next);
      next++;
      subscriber.onNext(new ByteSlice(from, slice(from, to)));
      if (ended && !cancelled) {
        demand = 0;
        subscriber.onComplete();
      }
      return true;
    }

    /** Completes before all slices were delivered. */
    public void cut() {
      ended = true;
      subscriber.onComplete();
    }
  }
}
