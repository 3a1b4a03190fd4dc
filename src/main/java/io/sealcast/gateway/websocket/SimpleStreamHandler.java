package io.sealcast.gateway.websocket;

import io.sealcast.catalog.MediaView;
import io.sealcast.gateway.RangeSubscriber;
import io.sealcast.gateway.SendWindow;
import io.sealcast.gateway.SimpleMessages;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol without a subprotocol name: sends the default rendition in order, as JSON. Messages
 * of the viewer are ignored. While the viewer doesn't read, only the chunk that is being sent is in
 * memory.
 */
final class SimpleStreamHandler implements SubprotocolHandler {
  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaView object;
  private final ChunkedRange plan;

  private final SendWindow window;

  /** Null until {@link #start}. */
  private @Nullable RangeSubscriber slices;

  /** The first message; null until {@link #start} and after it was sent. */
  private Message.@Nullable Text start;

  /** The index of the next chunk to send. */
  private long index;

  private boolean sendingChunk;

  /** The close frame; null until all other messages were sent. */
  private @Nullable Deque<Message> last;

  SimpleStreamHandler(StreamSessions sessions, StreamSession session) {
    this.sessions = sessions;
    this.session = session;
    this.object = session.defaultRendition();
    this.plan = new ChunkedRange(ByteRange.whole(object.size()));
    this.window = new SendWindow(sessions.window());
  }

  @Override
  public void start(Consumer<Runnable> executor) {
    start = new Message.Text(SimpleMessages.start(object, plan));
    RangeSubscriber subscriber =
        new RangeSubscriber(
            from -> sessions.range(session, object.name(), from, plan.bytes().to()),
            plan,
            executor,
            RangeSubscriber.Listener.NONE);
    slices = subscriber;
    fetch(subscriber);
  }

  private void fetch(RangeSubscriber from) {
    from.resume();
    from.request(window.size());
  }

  @Override
  public void receive(String text) {
    // the simple contract has no messages of the viewer
  }

  @Override
  public @Nullable Message next() {
    if (start != null) {
      Message.Text first = start;
      start = null;
      return first;
    }
    if (last != null) {
      return last.poll();
    }
    RangeSubscriber from = slices;
    if (from == null) {
      return null; // the registry's timer may check a connection before it starts
    }
    ByteSlice slice = from.queue().poll();
    if (slice != null) {
      sendingChunk = true;
      String json = SimpleMessages.chunk(index, slice, plan.isLast(index));
      index++;
      return new Message.Text(json);
    }
    DomainException failure = from.failure();
    if (failure != null) {
      return endWith(failure(failure), Message.Close.of(failure));
    }
    return from.isComplete()
        ? endWith(new Message.Text(SimpleMessages.end()), Message.Close.NORMAL)
        : null;
  }

  private Message endWith(Message message, Message close) {
    last = new ArrayDeque<>();
    last.add(close);
    return message;
  }

  @Override
  public void sent() {
    RangeSubscriber from = Objects.requireNonNull(slices);
    if (from.isSuspended()) {
      fetch(from);
    } else if (sendingChunk) {
      int before = window.size();
      window.grow();
      from.request(1 + window.size() - before);
    }
    sendingChunk = false;
  }

  @Override
  public void stalled() {
    if (Objects.requireNonNull(slices).suspend()) {
      window.shrink();
    }
  }

  @Override
  public Message.Text failure(DomainException why) {
    return new Message.Text(SimpleMessages.error(why));
  }

  @Override
  public void stop() {
    if (slices != null) {
      slices.cancel();
    }
  }
}
