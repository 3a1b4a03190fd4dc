package io.sealcast.gateway.websocket;

import io.github.bucket4j.Bucket;
import io.sealcast.gateway.SendWindow;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subprotocol {@code sealcast.range.v1}, which transfers several ranges concurrently. The
 * ranges share a window of slices: a free place goes to the range that holds the fewest slices. The
 * ranges send their messages round-robin. While the viewer doesn't read, all ranges are suspended.
 */
final class RangeProtocolHandler implements SubprotocolHandler {
  /** Maximum number of concurrent ranges; a player uses only a few. */
  static final int MAX_RANGES = 64;

  /** Maximum number of text messages that wait for a viewer who doesn't read. */
  private static final int MAX_CONTROL_MESSAGES = 4 * MAX_RANGES;

  private final StreamSessions sessions;
  private final StreamSession session;
  private final Bucket rangeBudget;
  private final Bucket cancelBudget;

  private final Map<Long, ActiveRange> ranges = new LinkedHashMap<>();
  private final Deque<Message> controlMessages = new ArrayDeque<>();

  /** The ranges with bytes to send, in the order in which they are served. */
  private final Deque<ActiveRange> sendQueue = new ArrayDeque<>();

  /** Null until {@link #start}. */
  private @Nullable Consumer<Runnable> executor;

  /** Buffer for binary messages; null until the first one. */
  private @Nullable ByteBuffer frame;

  /** The range whose bytes are being sent, or null. */
  private @Nullable ActiveRange sending;

  private final SendWindow window;
  private boolean suspended;
  private boolean over;

  RangeProtocolHandler(StreamSessions sessions, StreamSession session, SocketBudgets budgets) {
    this.sessions = sessions;
    this.rangeBudget = budgets.ranges();
    this.cancelBudget = budgets.cancels();
    this.session = session;
    this.window = new SendWindow(sessions.window());
  }

  @Override
  public void start(Consumer<Runnable> executor) {
    this.executor = executor;
  }

  @Override
  public void receive(String text) {
    if (over) {
      return;
    }
    RangeMessages.Request request;
    try {
      request = RangeMessages.parse(text);
    } catch (DomainException e) {
      endAll(e);
      return;
    }
    Bucket budget = request instanceof RangeMessages.Request.Cancel ? cancelBudget : rangeBudget;
    if (!budget.tryConsume(1)) {
      endAll(
          new DomainException(
              ErrorCode.TOO_MANY_REQUESTS,
              "Too many ranges were begun or cancelled in a short time."));
    } else if (request instanceof RangeMessages.Request.Range range) {
      open(range);
    } else if (request instanceof RangeMessages.Request.Cancel cancel) {
      cancel(cancel.id());
    } else if (request instanceof RangeMessages.Request.Malformed malformed) {
      fail(malformed.id(), new DomainException(ErrorCode.BAD_REQUEST));
    }
    if (controlMessages.size() > MAX_CONTROL_MESSAGES) {
      endAll(new DomainException(ErrorCode.OVERLOADED));
    }
  }

  private void open(RangeMessages.Request.Range requested) {
    if (ranges.containsKey(requested.id())) {
      // the viewer couldn't know to which of the two ranges a message belongs
      endAll(new DomainException(ErrorCode.BAD_REQUEST, "The id is in use already."));
      return;
    }
    if (ranges.size() >= MAX_RANGES) {
      fail(requested.id(), new DomainException(ErrorCode.OVERLOADED));
      return;
    }
    ActiveRange range;
    try {
      range = new ActiveRange(requested, this, Objects.requireNonNull(executor));
    } catch (DomainException e) {
      fail(requested.id(), e);
      return;
    }
    ranges.put(requested.id(), range);
    range.resume();
    grant();
  }

  /** Returns a publisher of the bytes of an object. */
  Flow.Publisher<ByteSlice> publisher(String object, ByteRange bytes) {
    return sessions.range(session, object, bytes.from(), bytes.to());
  }

  private void cancel(long id) {
    ActiveRange range = ranges.remove(id);
    if (range != null) { // otherwise the range ended before its cancellation arrived
      drop(range);
      grant();
    }
  }

  /** Sends the failure of one range. The other ranges continue. */
  private void fail(long id, DomainException why) {
    controlMessages.add(new Message.Text(RangeMessages.error(id, why)));
  }

  private void endAll(DomainException why) {
    stop();
    controlMessages.clear();
    controlMessages.add(failure(why));
    controlMessages.add(Message.Close.of(why));
  }

  /** Requests slices while the window has room, each for the range that holds the fewest. */
  void grant() {
    while (held() < window.size()) {
      ActiveRange poorest =
          ranges.values().stream()
              .filter(ActiveRange::wantsMore)
              .min(Comparator.comparingInt(ActiveRange::held))
              .orElse(null);
      if (poorest == null) {
        return;
      }
      poorest.request();
    }
  }

  private int held() {
    return ranges.values().stream().mapToInt(ActiveRange::held).sum();
  }

  /** Handles that a range has bytes to send. */
  void arrived(ActiveRange range) {
    if (!sendQueue.contains(range)) {
      sendQueue.add(range);
    }
  }

  /** Handles that a range has failed. */
  void failed(ActiveRange range, DomainException why) {
    ranges.remove(range.id());
    drop(range);
    fail(range.id(), why);
    grant();
  }

  /** Handles that the last byte of a range was sent. */
  void completed(ActiveRange range) {
    ranges.remove(range.id());
    range.cancel();
    controlMessages.add(new Message.Text(RangeMessages.end(range.id())));
    grant();
  }

  private void drop(ActiveRange range) {
    sendQueue.remove(range);
    if (sending == range) {
      sending = null;
    }
    range.cancel();
  }

  @Override
  public @Nullable Message next() {
    if (!controlMessages.isEmpty()) {
      return controlMessages.remove();
    }
    ActiveRange range = sendQueue.poll();
    if (range == null) {
      return null;
    }
    ByteBuffer bytes = frame;
    if (bytes == null) {
      // a direct buffer, since the socket would copy a heap buffer into one
      bytes =
          ByteBuffer.allocateDirect(RangeMessages.HEADER_BYTES + RangeMessages.MAX_PAYLOAD_BYTES);
      frame = bytes;
    }
    range.fill(bytes);
    if (range.hasBytes()) {
      sendQueue.add(range);
    }
    sending = range;
    return new Message.Binary(bytes);
  }

  @Override
  public void sent() {
    ActiveRange range = sending;
    sending = null;
    if (range != null) {
      if (range.sent()) {
        window.grow();
      }
      range.completeIfDone();
    }
    if (suspended) {
      suspended = false;
      List.copyOf(ranges.values()).forEach(ActiveRange::resume);
    }
    grant();
  }

  @Override
  public void stalled() {
    suspended = true;
    window.shrink();
    sendQueue.clear();
    ranges.values().forEach(ActiveRange::suspend);
  }

  @Override
  public Message.Text failure(DomainException why) {
    return new Message.Text(RangeMessages.error(why));
  }

  @Override
  public void stop() {
    over = true;
    for (ActiveRange range : ranges.values()) {
      drop(range);
    }
    ranges.clear();
  }
}
