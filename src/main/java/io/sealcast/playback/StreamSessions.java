package io.sealcast.playback;

import io.sealcast.account.Viewer;
import java.time.Instant;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Opens stream sessions, finds them again on any instance, and delivers ranges. */
public interface StreamSessions {

  /** How the bytes reach the viewer. */
  enum Delivery {
    /** Through the gateway: WebSocket, SSE or HTTP. */
    GATEWAY,
    /** Through a Kafka topic of the session's own. */
    TOPIC
  }

  /**
   * What opening a session gives.
   *
   * @param responseTopic for {@link Delivery#TOPIC}, else null
   * @param responseKey opens the chunks of that topic, 32 bytes; else null
   */
  record Opened(
      StreamSession session, @Nullable String responseTopic, byte @Nullable [] responseKey) {}

  /**
   * Proves the key and opens a session. Blocks for the key derivation. The caller clears {@code
   * encryptionKey}.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_READY, INVALID_ENCRYPTION_KEY,
   *     TOO_MANY_REQUESTS with the time to wait
   */
  Opened open(Viewer viewer, long fileId, char[] encryptionKey, Delivery delivery);

  /**
   * Finds a live session. Reads the database at most once in a while.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED when it ended, never was, or is
   *     somebody else's
   */
  StreamSession require(Viewer viewer, String requestId);

  /**
   * The same, for one video's session only.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED also under another video's id
   */
  StreamSession require(Viewer viewer, long fileId, String requestId);

  /** Ends a session on every instance; does nothing when it isn't the viewer's or has ended. */
  void end(Viewer viewer, long fileId, String requestId);

  /**
   * The viewer's page was left, perhaps for good: unless the session is used again, it ends some
   * minutes later.
   *
   * @throws io.sealcast.problem.DomainException SESSION_ENDED
   */
  void leave(Viewer viewer, long fileId, String requestId);

  /** A viewer is connected, though nothing may be asked for: the session counts as used. */
  void used(StreamSession session, Instant now);

  /**
   * The bytes {@code from} to {@code to}, both inclusive, of an object, in ascending order, one
   * {@link ByteSlice} for each request of the subscriber (1 is one piece). At most so many pieces
   * are under way per session, over all its subscriptions. Signals come on executor threads, never
   * on messaging threads. {@code onError} gets a {@link io.sealcast.problem.DomainException}.
   * Cancel frees everything at once.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND for an object that the session hasn't,
   *     RANGE_NOT_SATISFIABLE
   */
  Flow.Publisher<ByteSlice> range(StreamSession session, String object, long from, long to);

  /** Pieces that may be under way to one viewer, the default demand of a subscriber. */
  int window();

  /** Whether a session ended or expired since it was found; cheap. */
  boolean isLive(StreamSession session, Instant now);
}
