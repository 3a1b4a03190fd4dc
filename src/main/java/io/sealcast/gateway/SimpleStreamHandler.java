package io.sealcast.gateway;

import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * No subprotocol: the default rendition in order, as JSON. What the viewer says is ignored. While
 * the viewer reads nothing, nothing is held but the chunk that the socket has.
 */
final class SimpleStreamHandler implements SubprotocolHandler {
  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaObject object;
  private final ChunkedRange plan;

  private final Deque<ByteSlice> arrived = new ArrayDeque<>();
  private Consumer<Runnable> executor;
  private final SendWindow window;
  private Feed feed;
  private Message.Text start;

  /** Of the next chunk to be sent. */
  private long index;

  private boolean chunkIsLeaving;
  private boolean complete;
  private DomainException failure;
  private Deque<Message> last;

  SimpleStreamHandler(StreamSessions sessions, StreamSession session) {
    this.sessions = sessions;
    this.session = session;
    this.object = session.defaultRendition();
    this.plan = new ChunkedRange(ByteRange.whole(object.getSize()));
    this.window = new SendWindow(sessions.window());
  }

  @Override
  public void start(Consumer<Runnable> steps) {
    executor = steps;
    start = new Message.Text(SimpleMessages.start(object, plan));
    fetch();
  }

  private void fetch() {
    feed = new Feed();
    sessions
        .range(session, object.getName(), plan.startOf(index), plan.bytes().to())
        .subscribe(feed);
  }

  @Override
  public void receive(String text) {
    // The simple contract has no words for the viewer.
  }

  @Override
  public Message next() {
    if (start != null) {
      Message.Text first = start;
      start = null;
      return first;
    }
    if (last != null) {
      return last.poll();
    }
    if (!arrived.isEmpty()) {
      ByteSlice slice = arrived.remove();
      plan.requireSlice(index, slice.offset(), slice.length());
      chunkIsLeaving = true;
      String json = SimpleMessages.chunk(index, slice, plan.isLast(index));
      index++;
      return new Message.Text(json);
    }
    if (failure != null) {
      return lastWords(failure(failure), Message.Close.of(failure));
    }
    if (complete) {
      if (index != plan.count()) {
        throw new DomainException(ErrorCode.INTERNAL_ERROR); // a cut video must not look complete
      }
      return lastWords(new Message.Text(SimpleMessages.end()), Message.Close.NORMAL);
    }
    return null;
  }

  private Message lastWords(Message word, Message close) {
    last = new ArrayDeque<>();
    last.add(close);
    return word;
  }

  @Override
  public void sent() {
    if (feed == null) {
      fetch();
    } else if (chunkIsLeaving) {
      int before = window.size();
      window.grow();
      feed.request(1 + window.size() - before);
    }
    chunkIsLeaving = false;
  }

  @Override
  public void stalled() {
    if (feed != null && failure == null && index < plan.count()) {
      feed.cancel();
      feed = null;
      arrived.clear();
      complete = false;
      window.shrink();
    }
  }

  @Override
  public Message.Text failure(DomainException why) {
    return new Message.Text(SimpleMessages.error(why));
  }

  @Override
  public void stop() {
    arrived.clear();
    if (feed != null) {
      feed.cancel();
      feed = null;
    }
  }

  /** One subscription. Once another has taken its place, or none, what it says counts no more. */
  private final class Feed implements Flow.Subscriber<ByteSlice> {
    private Flow.Subscription subscription;

    private void step(Runnable what) {
      executor.accept(
          () -> {
            if (feed == this) {
              what.run();
            }
          });
    }

    private void request(int slices) {
      subscription.request(slices);
    }

    private void cancel() {
      if (subscription != null) {
        subscription.cancel();
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      executor.accept(
          () -> {
            subscription = given;
            if (feed == this) {
              request(window.size());
            } else {
              cancel();
            }
          });
    }

    @Override
    public void onNext(ByteSlice slice) {
      step(() -> arrived.add(slice));
    }

    @Override
    public void onError(Throwable why) {
      step(
          () ->
              failure =
                  why instanceof DomainException known
                      ? known
                      : new DomainException(ErrorCode.INTERNAL_ERROR, why));
    }

    @Override
    public void onComplete() {
      step(() -> complete = true);
    }
  }
}
