package io.sealcast.playback;

import io.sealcast.account.Account;
import io.sealcast.account.KeyAttempts;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.ReplyTopics;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Opens sessions against a key; finds them by the id that only their viewer holds. */
@ApplicationScoped
class KeyedStreamSessions implements StreamSessions {
  private static final Logger LOG = System.getLogger(KeyedStreamSessions.class.getName());

  /** How old the knowledge of a session's row may be before it is looked at again. */
  private static final Duration STALE = Duration.ofSeconds(30);

  @Inject private Videos videos;
  @Inject private KeySlots keySlots;
  @Inject private SealedKeys sealedKeys;
  @Inject private KeyAttempts attempts;
  @Inject private SessionStore store;
  @Inject private LiveSessions live;
  @Inject private RangeEngine engine;
  @Inject private TopicDelivery topicDelivery;
  @Inject private ReplyTopics replyTopics;
  @Inject private VideoEventPublisher events;
  @Inject private ChunkSpans spans;

  @Inject
  @ConfigProperty(name = "sealcast.stream.ttl")
  private Duration ttl;

  @Inject
  @ConfigProperty(name = "sealcast.stream.sessions-per-account")
  private int sessionsPerAccount;

  @Override
  public Opened open(Account viewer, long fileId, char[] encryptionKey, Delivery delivery) {
    VideoFile video = videos.require(viewer, fileId);
    if (video.getStatus() != VideoStatus.PROCESSED) {
      throw new DomainException(ErrorCode.VIDEO_NOT_READY);
    }
    try (DataKey dataKey = unwrap(viewer, video, encryptionKey);
        ResponseKey responseKey = sealedKeys.newResponseKey()) {
      String requestId = RequestIds.next();
      // whole seconds, as the seal counts
      Instant expiresAt = Instant.now().plus(ttl).truncatedTo(ChronoUnit.SECONDS);
      byte[] sealed =
          sealedKeys.sealSession(
              requestId, fileId, expiresAt, new SessionKeys(dataKey, responseKey));
      SessionRow row =
          new SessionRow(
              RequestIds.hash(requestId), fileId, viewer.id(), delivery, sealed, expiresAt);
      store.insert(row, sessionsPerAccount);
      LiveSession session = live.add(revive(requestId, row, video));
      session.openedBy(spans.here());
      if (delivery == Delivery.GATEWAY) {
        engine.fetchAhead(session, beginning(session.session()));
        return new Opened(session.session(), null, null);
      }
      return new Opened(session.session(), beginTopic(session), responseKey.export());
    }
  }

  /**
   * The first chunk. It has what every player needs first, wherever it begins: how to decode the
   * rest. So it is on its way while the viewer still reads the answer and connects.
   */
  private static ObjectRange beginning(StreamSession session) {
    MediaObject object = session.defaultRendition();
    long end = Math.min(object.getSize(), SessionFlow.CHUNK_SIZE) - 1;
    return new ObjectRange(object.getObjectId(), object.getSize(), 0, end);
  }

  private String beginTopic(LiveSession session) {
    try {
      return topicDelivery.begin(session);
    } catch (DomainException e) {
      endEverywhere(session.requestId(), session.session().fileId());
      throw e;
    }
  }

  private DataKey unwrap(Account viewer, VideoFile video, char[] encryptionKey) {
    List<KeySlot> slots =
        video.getKeySlots().stream()
            .map(s -> new KeySlot(s.getKind(), s.getSalt(), s.getIterations(), s.getWrapped()))
            .toList();
    return attempts.attempt(
        viewer.id(), video.getId(), () -> keySlots.unwrapAny(slots, encryptionKey));
  }

  private LiveSession revive(String requestId, SessionRow row, VideoFile video) {
    List<MediaObject> playable =
        video.getObjects().stream().filter(o -> o.getKind() != MediaObject.Kind.SOURCE).toList();
    StreamSession session =
        new StreamSession(
            requestId,
            row.fileId(),
            row.accountId(),
            row.expiresAt(),
            Optional.ofNullable(video.getDurationSeconds()).orElse(0.0),
            playable);
    SessionKeys keys =
        sealedKeys.openSession(requestId, row.fileId(), row.expiresAt(), row.sealedKeys());
    // answers are all that this side opens
    keys.dataKey().close();
    return new LiveSession(
        session,
        row.hash(),
        row.sealedKeys(),
        keys.responseKey(),
        replyTopics.ofThisInstance(),
        row.delivery() == Delivery.GATEWAY,
        engine);
  }

  @Override
  public StreamSession require(Account viewer, String requestId) {
    if (!RequestIds.isOne(requestId)) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    LiveSession session = live.find(requestId);
    if (session == null) {
      session = load(viewer, requestId);
    }
    if (session.session().accountId() != viewer.id()) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    refresh(session);
    if (!session.isLive(Instant.now())) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    session.usedAt(Instant.now());
    return session.session();
  }

  private LiveSession load(Account viewer, String requestId) {
    SessionRow row =
        store
            .find(RequestIds.hash(requestId))
            .filter(r -> r.accountId() == viewer.id())
            .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
    try {
      return live.add(revive(requestId, row, videos.require(viewer, row.fileId())));
    } catch (DomainException e) {
      throw e.code() == ErrorCode.NOT_FOUND ? new DomainException(ErrorCode.SESSION_ENDED) : e;
    }
  }

  private void refresh(LiveSession session) {
    Instant now = Instant.now();
    if (session.seen().plus(STALE).isAfter(now)) {
      return;
    }
    session.seenAt(now);
    try {
      if (store.find(session.hash()).isEmpty()) {
        session.end();
      }
    } catch (DomainException e) {
      // open streams go on while the database is away
      LOG.log(Level.DEBUG, "A session could not be looked up again: {0}", e.getMessage());
    }
  }

  @Override
  public StreamSession require(Account viewer, long fileId, String requestId) {
    StreamSession session = require(viewer, requestId);
    if (session.fileId() != fileId) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    return session;
  }

  @Override
  public void end(Account viewer, long fileId, String requestId) {
    try {
      require(viewer, fileId, requestId);
    } catch (DomainException e) {
      if (e.code() == ErrorCode.SESSION_ENDED) {
        return;
      }
      throw e;
    }
    endEverywhere(requestId, fileId);
  }

  @Override
  public void leave(Account viewer, long fileId, String requestId) {
    require(viewer, fileId, requestId);
    store.leave(RequestIds.hash(requestId), Instant.now());
  }

  @Override
  public void used(StreamSession session, Instant now) {
    LiveSession known = live.find(session.requestId());
    if (known != null) {
      known.usedAt(now);
    }
  }

  private void endEverywhere(String requestId, long fileId) {
    byte[] hash = RequestIds.hash(requestId);
    store.delete(hash);
    LiveSession session = live.find(requestId);
    if (session != null) {
      session.end();
    }
    events.publish(new VideoEvent.SessionEnded(fileId, HexFormat.of().formatHex(hash)));
    replyTopics
        .delete(requestId)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                LOG.log(Level.DEBUG, "A session's topic is left to the sweeper");
              }
            });
  }

  @Override
  public Flow.Publisher<ByteSlice> range(StreamSession session, String object, long from, long to) {
    MediaObject found =
        session.object(object).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
    if (from < 0 || from > to || to >= found.getSize()) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    LiveSession known = live.find(session.requestId());
    if (known == null) {
      known = reload(session);
    }
    LiveSession target = known;
    ObjectRange range = new ObjectRange(found.getObjectId(), found.getSize(), from, to);
    return subscriber -> engine.subscribe(target, range, null, subscriber);
  }

  /** One that had to make room in the cache while its viewer kept it. */
  private LiveSession reload(StreamSession session) {
    SessionRow row =
        store
            .find(RequestIds.hash(session.requestId()))
            .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
    SessionKeys keys =
        sealedKeys.openSession(
            session.requestId(), row.fileId(), row.expiresAt(), row.sealedKeys());
    keys.dataKey().close();
    return live.add(
        new LiveSession(
            session,
            row.hash(),
            row.sealedKeys(),
            keys.responseKey(),
            replyTopics.ofThisInstance(),
            row.delivery() == Delivery.GATEWAY,
            engine));
  }

  @Override
  public int window() {
    return engine.policy().window();
  }

  @Override
  public boolean isLive(StreamSession session, Instant now) {
    LiveSession known = live.find(session.requestId());
    return known == null ? now.isBefore(session.expiresAt()) : known.isLive(now);
  }
}
