package io.sealcast.playback;

import io.sealcast.account.Viewer;
import java.time.Instant;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Opens stream sessions, finds them on any instance, and delivers ranges. */
public interface StreamSessions {

  /** The way in which the bytes reach the viewer. */
  enum Delivery {
    /** Delivery through the gateway: WebSocket, Server-Sent Events or HTTP. */
    GATEWAY,
    /** Delivery through a Kafka topic of the session. */
    TOPIC
  }

  /**
   * The result of opening a session.
   *
   * @param responseTopic name of the session's topic for {@link Delivery#TOPIC}, else null
   * @param responseKey key of the chunks in that topic, 32 bytes, else null
   */
  record Opened(
      StreamSession session, @Nullable String responseTopic, byte @Nullable [] responseKey) {}

  /**
   * Verifies the encryption key and opens a session. Blocks during the key derivation. The caller
   * clears {@code encryptionKey}.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_READY, INVALID_ENCRYPTION_KEY,
   *     or TOO_MANY_REQUESTS with the time to wait
   */
  Opened open(Viewer viewer, long fileId, char[] encryptionKey, Delivery delivery);

  /**
   * Verifies the encryption key and opens a session for the download of the uploaded file, in
   * whichever state the video is. Blocks during the key derivation. The caller clears {@code
   * encryptionKey}.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when the viewer may not download it,
   *     INVALID_ENCRYPTION_KEY, or TOO_MANY_REQUESTS with the time to wait
   */
  StreamSession openDownload(Viewer viewer, long fileId, char[] encryptionKey);

  /**
   * Returns a live session. It queries the database at most once in 30 seconds per session.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED when the session has ended, never
   *     existed, or belongs to another account
   */
  StreamSession require(Viewer viewer, String requestId);

  /**
   * Returns a live session of a given video.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED when the session has ended, never
   *     existed, or belongs to another account or video
   */
  StreamSession require(Viewer viewer, long fileId, String requestId);

  /**
   * Returns a session with the objects that its video has now: captions may have been added since
   * it was opened. This instance uses them from then on. While the database is unavailable, the
   * session is returned as it is known.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED when the video was deleted
   */
  StreamSession refresh(Viewer viewer, StreamSession session);

  /**
   * Ends a session on all instances. It does nothing when the session isn't the viewer's or has
   * ended.
   */
  void end(Viewer viewer, long fileId, String requestId);

  /**
   * Records that the viewer's page was left. Unless the session is used again, it ends after {@code
   * sealcast.stream.left-ttl}.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED
   */
  void leave(Viewer viewer, long fileId, String requestId);

  /**
   * Records that the session is in use, for instance by a connected viewer who requests nothing, or
   * by a download that takes its time.
   */
  void used(StreamSession session, Instant now);

  /**
   * Returns a publisher of the bytes {@code from} to {@code to} of an object, both inclusive, in
   * ascending order. It emits one {@link ByteSlice} for each requested element. At most {@link
   * #window()} chunks are in flight per session, over all its subscriptions. Signals come on
   * executor threads, never on messaging threads. {@code onError} gets a {@link
   * io.sealcast.problem.DomainException}. Cancelling frees all resources immediately.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when the session has no such object,
   *     RANGE_NOT_SATISFIABLE
   */
  Flow.Publisher<ByteSlice> range(StreamSession session, String object, long from, long to);

  /**
   * Returns the maximum number of chunks in flight per session, the default demand of a subscriber.
   */
  int window();

  /** Whether a session has neither ended nor expired since it was found. The call doesn't block. */
  boolean isLive(StreamSession session, Instant now);
}
