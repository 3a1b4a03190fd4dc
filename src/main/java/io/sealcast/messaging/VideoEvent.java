package io.sealcast.messaging;

import java.util.function.Consumer;
import java.util.function.Function;

/** An event about a video that all instances receive. */
public sealed interface VideoEvent
    permits VideoEvent.Changed, VideoEvent.Deleted, VideoEvent.SessionEnded {

  /** Owner id in events of publishers that don't know the owner. */
  long OWNER_UNKNOWN = 0;

  /** Returns the id of the video. */
  long fileId();

  /**
   * Applies the function for the type of this event. Each new type adds a parameter, so that
   * callers don't compile until they handle it.
   */
  <T> T match(
      Function<? super Changed, ? extends T> changed,
      Function<? super Deleted, ? extends T> deleted,
      Function<? super SessionEnded, ? extends T> sessionEnded);

  /** Passes this event to the consumer for its type; see {@link #match}. */
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
   * The status, the progress or the title of a video has changed.
   *
   * @param ownerId id of the owner's account, or {@link #OWNER_UNKNOWN}
   * @param status status of the video after the change
   * @param progress 0 to 100
   */
  record Changed(long fileId, long ownerId, String status, int progress) implements VideoEvent {
    /** Creates an event without the owner. */
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
   * A video was deleted. All viewers have lost access to it.
   *
   * @param ownerId id of the owner's account, or {@link #OWNER_UNKNOWN}
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
