package io.sealcast.gateway;

import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.Piece;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** No subprotocol: the default rendition in order, as JSON. What the viewer says is ignored. */
final class SimpleContract implements Contract, Flow.Subscriber<Piece> {
  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaObject object;
  private final ChunkPlan plan;

  private final Deque<Piece> arrived = new ArrayDeque<>();
  private Consumer<Runnable> serial;
  private Flow.Subscription subscription;
  private Message.Text start;
  private long index;
  private boolean chunkIsLeaving;
  private boolean complete;
  private boolean stopped;
  private DomainException failure;
  private Deque<Message> last;

  SimpleContract(StreamSessions sessions, StreamSession session) {
    this.sessions = sessions;
    this.session = session;
    this.object = session.defaultRendition();
    this.plan = new ChunkPlan(0, object.getSize() - 1);
  }

  @Override
  public void start(Consumer<Runnable> steps) {
    serial = steps;
    start = new Message.Text(SimpleMessages.start(object, plan));
    sessions.range(session, object.getName(), plan.from(), plan.to()).subscribe(this);
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
      Piece piece = plan.check(index, arrived.remove());
      chunkIsLeaving = true;
      String json = SimpleMessages.chunk(index, piece, plan.isLast(index));
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
    if (chunkIsLeaving) {
      chunkIsLeaving = false;
      subscription.request(1);
    }
  }

  @Override
  public Message.Text failure(DomainException why) {
    return new Message.Text(SimpleMessages.error(why));
  }

  @Override
  public void stop() {
    stopped = true;
    arrived.clear();
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    serial.accept(
        () -> {
          subscription = given;
          if (stopped) {
            given.cancel();
          } else {
            given.request(Math.min(sessions.window(), plan.count()));
          }
        });
  }

  @Override
  public void onNext(Piece piece) {
    serial.accept(
        () -> {
          if (!stopped) {
            arrived.add(piece);
          }
        });
  }

  @Override
  public void onError(Throwable why) {
    serial.accept(
        () ->
            failure =
                why instanceof DomainException known
                    ? known
                    : new DomainException(ErrorCode.INTERNAL_ERROR, why));
  }

  @Override
  public void onComplete() {
    serial.accept(() -> complete = true);
  }
}
