package io.sealcast.messaging;

import java.util.function.Consumer;
import java.util.function.Function;

/** What every instance is told about a video. */
public sealed interface VideoEvent
    permits VideoEvent.Changed, VideoEvent.Deleted, VideoEvent.SessionEnded {

  /** The owner of a video for whoever tells of it without knowing its owner. */
  long OWNER_UNKNOWN = 0;

  /** The video. */
  long fileId();

  /**
   * Applies the function for the kind of this event. Whoever uses it handles every kind: a new kind
   * becomes a new parameter.
   */
  <T> T match(
      Function<? super Changed, ? extends T> changed,
      Function<? super Deleted, ? extends T> deleted,
      Function<? super SessionEnded, ? extends T> sessionEnded);

  /** Hands this event to the consumer for its kind; a new kind becomes a new parameter. */
  default void dispatch(
      Consumer<? super Changed> changed,
      Consumer<? super Deleted> deleted,
      Consumer<? super SessionEnded> sessionEnded) {
    Runnable handling =
        match(
            event -> () -> changed.accept(event),
            event -> () -> deleted.accept(event),
            event -> () -> sessionEnded.accept(event));
    handling.run();
  }

  /**
   * The status, the progress or the title of a video is another.
   *
   * @param ownerId whose video it is, or {@link #OWNER_UNKNOWN}
   * @param status the video's status after it
   * @param progress 0 to 100
   */
  record Changed(long fileId, long ownerId, String status, int progress) implements VideoEvent {
    /** An event of whoever doesn't know the owner. */
    public Changed(long fileId, String status, int progress) {
      this(fileId, OWNER_UNKNOWN, status, progress);
    }

    @Override
    public <T> T match(
        Function<? super Changed, ? extends T> changed,
        Function<? super Deleted, ? extends T> deleted,
        Function<? super SessionEnded, ? extends T> sessionEnded) {
      return changed.apply(this);
    }
  }

  /**
   * A video is gone. All who could watch it so far no longer may.
   *
   * @param ownerId whose video it was, or {@link #OWNER_UNKNOWN}
   */
  record Deleted(long fileId, long ownerId) implements VideoEvent {
    @Override
    public <T> T match(
        Function<? super Changed, ? extends T> changed,
        Function<? super Deleted, ? extends T> deleted,
        Function<? super SessionEnded, ? extends T> sessionEnded) {
      return deleted.apply(this);
    }
  }

  /**
   * A stream session of a video has ended.
   *
   * @param sessionHash SHA-256 of the session's request id, in hex
   */
  record SessionEnded(long fileId, String sessionHash) implements VideoEvent {
    @Override
    public <T> T match(
        Function<? super Changed, ? extends T> changed,
        Function<? super Deleted, ? extends T> deleted,
        Function<? super SessionEnded, ? extends T> sessionEnded) {
      return sessionEnded.apply(this);
    }
  }
}
