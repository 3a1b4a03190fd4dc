package io.sealcast.gateway.websocket;

import io.sealcast.catalog.MediaObject;
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
 * No subprotocol: the default rendition in order, as JSON. What the viewer says is ignored. While
 * the viewer reads nothing, nothing is held but the chunk that the socket has.
 */
final class SimpleStreamHandler implements SubprotocolHandler {
  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaObject object;
  private final ChunkedRange plan;

  private final SendWindow window;

  /** Null until {@link #start}. */
  private @Nullable RangeSubscriber slices;

  /** Null until {@link #start}, and when it has been sent. */
  private Message.@Nullable Text start;

  /** Of the next chunk to be sent. */
  private long index;

  private boolean chunkIsLeaving;

  /** Null until all else has been sent. */
  private @Nullable Deque<Message> last;

  SimpleStreamHandler(StreamSessions sessions, StreamSession session) {
    this.sessions = sessions;
    this.session = session;
    this.object = session.defaultRendition();
    this.plan = new ChunkedRange(ByteRange.whole(object.getSize()));
    this.window = new SendWindow(sessions.window());
  }

  @Override
  public void start(Consumer<Runnable> steps) {
    start = new Message.Text(SimpleMessages.start(object, plan));
    RangeSubscriber begun =
        new RangeSubscriber(
            from -> sessions.range(session, object.getName(), from, plan.bytes().to()),
            plan,
            steps,
            RangeSubscriber.Listener.NONE);
    slices = begun;
    fetch(begun);
  }

  private void fetch(RangeSubscriber from) {
    from.resume();
    from.request(window.size());
  }

  @Override
  public void receive(String text) {
    // The simple contract has no words for the viewer.
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
      return null; // the registry's timer may look at a connection that is about to start
    }
    ByteSlice slice = from.queue().poll();
    if (slice != null) {
      chunkIsLeaving = true;
      String json = SimpleMessages.chunk(index, slice, plan.isLast(index));
      index++;
      return new Message.Text(json);
    }
    DomainException failure = from.failure();
    if (failure != null) {
      return lastWords(failure(failure), Message.Close.of(failure));
    }
    return from.isComplete()
        ? lastWords(new Message.Text(SimpleMessages.end()), Message.Close.NORMAL)
        : null;
  }

  private Message lastWords(Message word, Message close) {
    last = new ArrayDeque<>();
    last.add(close);
    return word;
  }

  @Override
  public void sent() {
    RangeSubscriber from = Objects.requireNonNull(slices);
    if (from.isSuspended()) {
      fetch(from);
    } else if (chunkIsLeaving) {
      int before = window.size();
      window.grow();
      from.request(1 + window.size() - before);
    }
    chunkIsLeaving = false;
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
