package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.AccessPolicy;
import io.sealcast.catalog.Action;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.VideoFile;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.ReplyTopics;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Creates new sessions with their keys and rows, and restores sessions from their rows. */
@Dependent
class SessionFactory {
  private final SealedKeys sealedKeys;
  private final LivingProcessors processors;
  private final SessionStore store;
  private final RangeEngine engine;
  private final ReplyTopics replyTopics;
  private final ChunkSpans spans;
  private final PlaybackClock clock;
  private final Duration ttl;
  private final int sessionsPerAccount;

  @Inject
  SessionFactory(
      SealedKeys sealedKeys,
      LivingProcessors processors,
      SessionStore store,
      RangeEngine engine,
      ReplyTopics replyTopics,
      ChunkSpans spans,
      PlaybackClock clock,
      @ConfigProperty(name = "sealcast.stream.ttl") Duration ttl,
      @ConfigProperty(name = "sealcast.stream.sessions-per-account") int sessionsPerAccount) {
    this.sealedKeys = sealedKeys;
    this.processors = processors;
    this.store = store;
    this.engine = engine;
    this.replyTopics = replyTopics;
    this.spans = spans;
    this.clock = clock;
    this.ttl = ttl;
    this.sessionsPerAccount = sessionsPerAccount;
  }

  /**
   * A new session.
   *
   * @param responseKey copy of the response key when the viewer receives it, else null
   */
  record Created(LiveSession session, byte @Nullable [] responseKey) {}

  /**
   * Creates a new session and its row.
   *
   * @throws io.sealcast.problem.DomainException as {@link SessionStore#insert}
   */
  Created create(Viewer viewer, KeyProof.Proven proven, StreamSessions.Delivery delivery) {
    ResponseKey responseKey = sealedKeys.newResponseKey();
    try {
      String requestId = RequestIds.next();
      long fileId = proven.video().getId();
      // the seal authenticates whole seconds only
      Instant expiresAt = clock.instant().plus(ttl).truncatedTo(ChronoUnit.SECONDS);
      SessionKeys keys = new SessionKeys(proven.dataKey(), responseKey);
      // only the viewer has the request id, so nobody else can open the row
      byte[] sealed = sealedKeys.sealSession(requestId, fileId, expiresAt, keys);
      SessionRow row =
          new SessionRow(
              RequestIds.hash(requestId), fileId, viewer.id(), delivery, sealed, expiresAt);
      store.insert(row, sessionsPerAccount);
      LiveSession session =
          live(describe(viewer, requestId, row, proven.video()), row, responseKey, spans.here());
      boolean viewerOpens = delivery == StreamSessions.Delivery.TOPIC;
      return new Created(session, viewerOpens ? responseKey.export() : null);
    } catch (RuntimeException e) {
      responseKey.close();
      throw e;
    }
  }

  /**
   * Returns the description of a session from its row and its video, with the objects that the
   * viewer may request.
   */
  StreamSession describe(Viewer viewer, String requestId, SessionRow row, VideoFile video) {
    return new StreamSession(
        requestId,
        row.fileId(),
        row.accountId(),
        row.expiresAt(),
        seconds(video),
        video.isComplete(),
        views(video, AccessPolicy.allows(viewer, video, Action.DOWNLOAD)));
  }

  /** Returns a session with what its video has now, and what the viewer may request of it. */
  StreamSession refresh(Viewer viewer, StreamSession session, VideoFile video) {
    return refresh(session, video, AccessPolicy.allows(viewer, video, Action.DOWNLOAD));
  }

  /** Returns a session with what its video has now. What the viewer may request doesn't change. */
  StreamSession refresh(StreamSession session, VideoFile video) {
    return refresh(session, video, session.source().isPresent());
  }

  private static StreamSession refresh(
      StreamSession session, VideoFile video, boolean mayDownload) {
    return session.withVideo(views(video, mayDownload), seconds(video), video.isComplete());
  }

  private static List<MediaView> views(VideoFile video, boolean mayDownload) {
    return video.views().stream()
        .filter(v -> mayDownload || v.kind() != MediaObject.Kind.SOURCE)
        .toList();
  }

  private static double seconds(VideoFile video) {
    return Optional.ofNullable(video.getDurationSeconds()).orElse(0.0);
  }

  /**
   * Restores a session that isn't in this instance's memory.
   *
   * @throws io.sealcast.problem.DomainException as {@link SealedKeys#openSession}
   */
  LiveSession restore(StreamSession session, SessionRow row) {
    SessionKeys keys =
        sealedKeys.openSession(
            session.requestId(), row.fileId(), row.expiresAt(), row.sealedKeys());
    // a web instance decrypts only responses
    keys.dataKey().close();
    return live(session, row, keys.responseKey(), null);
  }

  private LiveSession live(
      StreamSession session, SessionRow row, ResponseKey responseKey, @Nullable String openedBy) {
    SessionCodec codec =
        new SessionCodec(
            session,
            new SessionRequestKeys(sealedKeys, processors::envelope, session, row.sealedKeys()),
            responseKey,
            replyTopics.ofThisInstance(),
            row.delivery() == StreamSessions.Delivery.GATEWAY,
            openedBy,
            clock);
    return engine.newSession(row.hash(), codec);
  }
}
