package io.sealcast.gateway.websocket;

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
 * {@code sealcast.range.v1}: many ranges at once. They share a window of pieces: a piece is asked
 * for only when there is room for it, for the range that has the fewest; and each range sends one
 * message in its turn. While the viewer reads nothing, all ranges are suspended.
 */
final class RangeProtocolHandler implements SubprotocolHandler {
  /** Ranges at once; a player has a handful. */
  static final int MAX_RANGES = 64;

  /** Answers in words that a viewer may leave unread. */
  private static final int MAX_WORDS = 4 * MAX_RANGES;

  private final StreamSessions sessions;
  private final StreamSession session;

  private final Map<Long, ActiveRange> ranges = new LinkedHashMap<>();
  private final Deque<Message> words = new ArrayDeque<>();

  /** Those with bytes to send, in the order of their turns. */
  private final Deque<ActiveRange> turns = new ArrayDeque<>();

  /** Null until {@link #start}. */
  private @Nullable Consumer<Runnable> executor;

  /** Null until the first bytes. */
  private @Nullable ByteBuffer frame;

  /** The range whose bytes the socket has, or null. */
  private @Nullable ActiveRange leaving;

  private final SendWindow window;
  private boolean suspended;
  private boolean over;

  RangeProtocolHandler(StreamSessions sessions, StreamSession session) {
    this.sessions = sessions;
    this.session = session;
    this.window = new SendWindow(sessions.window());
  }

  @Override
  public void start(Consumer<Runnable> steps) {
    executor = steps;
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
    if (request instanceof RangeMessages.Request.Range range) {
      open(range);
    } else if (request instanceof RangeMessages.Request.Cancel cancel) {
      cancel(cancel.id());
    } else if (request instanceof RangeMessages.Request.Malformed malformed) {
      fail(malformed.id(), new DomainException(ErrorCode.BAD_REQUEST));
    }
    if (words.size() > MAX_WORDS) {
      endAll(new DomainException(ErrorCode.OVERLOADED));
    }
  }

  private void open(RangeMessages.Request.Range asked) {
    if (ranges.containsKey(asked.id())) {
      // Nobody could tell any more which bytes belong to which.
      endAll(new DomainException(ErrorCode.BAD_REQUEST, "The id is in use already."));
      return;
    }
    if (ranges.size() >= MAX_RANGES) {
      fail(asked.id(), new DomainException(ErrorCode.OVERLOADED));
      return;
    }
    ActiveRange range;
    try {
      range = new ActiveRange(asked, this, Objects.requireNonNull(executor));
    } catch (DomainException e) {
      fail(asked.id(), e);
      return;
    }
    ranges.put(asked.id(), range);
    range.resume();
    grant();
  }

  /** Where a range's bytes come from. */
  Flow.Publisher<ByteSlice> publisher(String object, ByteRange bytes) {
    return sessions.range(session, object, bytes.from(), bytes.to());
  }

  private void cancel(long id) {
    ActiveRange range = ranges.remove(id);
    if (range != null) { // else it ended while this was on its way
      drop(range);
      grant();
    }
  }

  /** Tells of one range's failure; the others go on. */
  private void fail(long id, DomainException why) {
    words.add(new Message.Text(RangeMessages.error(id, why)));
  }

  private void endAll(DomainException why) {
    stop();
    words.clear();
    words.add(failure(why));
    words.add(Message.Close.of(why));
  }

  /** Hands out the room there is, piece by piece, to whom has the fewest. */
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

  /** A range has got bytes to send. */
  void arrived(ActiveRange range) {
    if (!turns.contains(range)) {
      turns.add(range);
    }
  }

  /** A range failed at its source, or brought something else than was asked for. */
  void failed(ActiveRange range, DomainException why) {
    ranges.remove(range.id());
    drop(range);
    fail(range.id(), why);
    grant();
  }

  /** A range's last byte has been handed to the socket, or is about to be. */
  void completed(ActiveRange range) {
    ranges.remove(range.id());
    range.cancel();
    words.add(new Message.Text(RangeMessages.end(range.id())));
    grant();
  }

  private void drop(ActiveRange range) {
    turns.remove(range);
    if (leaving == range) {
      leaving = null;
    }
    range.cancel();
  }

  @Override
  public @Nullable Message next() {
    if (!words.isEmpty()) {
      return words.remove();
    }
    ActiveRange range = turns.poll();
    if (range == null) {
      return null;
    }
    ByteBuffer bytes = frame;
    if (bytes == null) {
      // outside of the heap, or the socket would copy it there
      bytes =
          ByteBuffer.allocateDirect(RangeMessages.HEADER_BYTES + RangeMessages.MAX_PAYLOAD_BYTES);
      frame = bytes;
    }
    range.fill(bytes);
    if (range.hasBytes()) {
      turns.add(range);
    }
    leaving = range;
    return new Message.Binary(bytes);
  }

  @Override
  public void sent() {
    ActiveRange range = leaving;
    leaving = null;
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
    turns.clear();
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
