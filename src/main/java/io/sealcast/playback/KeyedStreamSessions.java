package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.Action;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.VideoFile;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ViewRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;

/** Opens sessions with an encryption key, finds them by their request id, and delivers ranges. */
@ApplicationScoped
class KeyedStreamSessions implements StreamSessions {
  private final KeyProof keyProof;
  private final SessionFactory factory;
  private final SessionFinder finder;
  private final SessionEnding ending;
  private final LiveSessions live;
  private final RangeEngine engine;
  private final TopicDelivery topicDelivery;

  @Inject
  KeyedStreamSessions(
      KeyProof keyProof,
      SessionFactory factory,
      SessionFinder finder,
      SessionEnding ending,
      LiveSessions live,
      RangeEngine engine,
      TopicDelivery topicDelivery) {
    this.keyProof = keyProof;
    this.factory = factory;
    this.finder = finder;
    this.ending = ending;
    this.live = live;
    this.engine = engine;
    this.topicDelivery = topicDelivery;
  }

  @Override
  public Opened open(Viewer viewer, long fileId, char[] encryptionKey, Delivery delivery) {
    SessionFactory.Created created;
    try (KeyProof.Proven proven = keyProof.prove(viewer, fileId, encryptionKey, Action.WATCH)) {
      requireComplete(proven.video(), delivery);
      created = factory.create(viewer, proven, delivery);
    }
    LiveSession session = live.add(created.session());
    if (delivery == Delivery.GATEWAY) {
      engine.fetchAhead(session, beginning(session.session()));
      return new Opened(session.session(), null, null);
    }
    return new Opened(session.session(), beginTopic(session), created.responseKey());
  }

  /** A consumer of a topic is told the number of chunks in advance, so it can't follow a video. */
  private static void requireComplete(VideoFile video, Delivery delivery) {
    if (delivery == Delivery.TOPIC && !video.isComplete()) {
      throw new DomainException(ErrorCode.VIDEO_NOT_READY);
    }
  }

  @Override
  public StreamSession openDownload(Viewer viewer, long fileId, char[] encryptionKey) {
    try (KeyProof.Proven proven = keyProof.prove(viewer, fileId, encryptionKey, Action.DOWNLOAD)) {
      return live.add(factory.create(viewer, proven, Delivery.GATEWAY).session()).session();
    }
  }

  /**
   * Returns the range of the first chunk. It contains the initialization data, which every player
   * needs first, so it is fetched while the viewer still connects.
   */
  private static ViewRange beginning(StreamSession session) {
    MediaView rendition = session.defaultRendition();
    return rendition.range(ChunkGrid.DEFAULT.chunk(0, rendition.firstObjectSize()));
  }

  private String beginTopic(LiveSession session) {
    try {
      return topicDelivery.begin(session);
    } catch (DomainException e) {
      ending.end(session.requestId(), session.session().fileId());
      throw e;
    }
  }

  @Override
  public StreamSession require(Viewer viewer, String requestId) {
    return finder.require(viewer, requestId);
  }

  @Override
  public StreamSession require(Viewer viewer, long fileId, String requestId) {
    StreamSession session = require(viewer, requestId);
    if (session.fileId() != fileId) {
      throw new DomainException(ErrorCode.SESSION_ENDED);
    }
    return session;
  }

  @Override
  public StreamSession refresh(Viewer viewer, StreamSession session) {
    return finder.refresh(viewer, session);
  }

  @Override
  public void end(Viewer viewer, long fileId, String requestId) {
    try {
      require(viewer, fileId, requestId);
    } catch (DomainException e) {
      if (e.code() == ErrorCode.SESSION_ENDED) {
        return;
      }
      throw e;
    }
    ending.end(requestId, fileId);
  }

  @Override
  public void leave(Viewer viewer, long fileId, String requestId) {
    require(viewer, fileId, requestId);
    ending.leave(requestId);
  }

  @Override
  public void used(StreamSession session, Instant now) {
    LiveSession known = live.find(session.requestId());
    if (known != null) {
      known.usedAt(now);
    }
  }

  @Override
  public Flow.Publisher<ByteSlice> range(StreamSession session, String object, long from, long to) {
    LiveSession target = finder.find(session);
    // another instance may have named in a manifest what isn't known here yet: parts, or a
    // rendition
    if (!target.session().complete() && sizeOf(target, object) <= to) {
      finder.update(List.of(target), session.fileId());
    } else if (target.session().view(object).isEmpty()) {
      finder.updateNowAndThen(target);
    }
    MediaView found =
        target.session().view(object).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
    if (from < 0 || from > to || to >= found.size()) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    ViewRange range = found.range(new ByteRange(from, to));
    return subscriber -> engine.subscribe(target, range, null, subscriber);
  }

  private static long sizeOf(LiveSession target, String object) {
    return target.session().view(object).map(MediaView::size).orElse(0L);
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
