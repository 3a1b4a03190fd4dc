package io.sealcast.playback;

import io.sealcast.account.Account;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStates;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.ReplyTopics;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.role.Roles;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.KeyAnnouncements;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Several instances with common rows and a common clock, and one video that all viewers may see.
 */
final class SessionBench {
  static final int SIZE = 2_000;
  static final Duration TTL = Duration.ofMinutes(10);

  final ManualClock clock = new ManualClock();
  final MemorySessionStore store = new MemorySessionStore(clock);
  final List<Instance> instances = new ArrayList<>();
  private final int sessionsPerAccount;

  SessionBench(int instanceCount, int sessionsInMemory, int sessionsPerAccount) {
    this.sessionsPerAccount = sessionsPerAccount;
    for (int i = 0; i < instanceCount; i++) {
      instances.add(new Instance(sessionsInMemory));
    }
  }

  void pass(Duration time) {
    clock.advance(time);
    instances.forEach(instance -> instance.engine.engine.tick());
  }

  private void publish(VideoEvent event) {
    instances.forEach(instance -> instance.live.handle(event));
  }

  final class Instance {
    final EngineBench engine = new EngineBench(SIZE, 100, 100, 0, clock);
    final LiveSessions live;
    final StreamSessions sessions;
    private final MemoryAnnouncements announcements = new MemoryAnnouncements();
    private final LivingProcessors processors;

    private Instance(int sessionsInMemory) {
      ReplyTopics topics = new Topics();
      InstanceKeys own = InstanceKeys.under(new byte[32], clock.withZone(ZoneOffset.UTC));
      processors = new LivingProcessors(announcing(own), own, new Roles("web"), clock);
      restartProcessor();
      live = new LiveSessions(engine.engine, engine.cache, clock, sessionsInMemory);
      Videos videos = library(engine);
      SessionFactory factory =
          new SessionFactory(
              engine.sealedKeys,
              processors,
              store,
              engine.engine,
              topics,
              new ChunkSpans(),
              clock,
              TTL,
              sessionsPerAccount);
      sessions =
          new KeyedStreamSessions(
              (viewer, fileId, key, purpose) ->
                  new KeyProof.Proven(
                      videos.require(viewer, fileId), new EncryptService(null).newDataKey()),
              factory,
              new SessionFinder(live, store, factory, videos, states(videos), clock),
              new SessionEnding(store, live, SessionBench.this::publish, topics, clock),
              live,
              engine.engine,
              new TopicDelivery(engine.engine, topics, 9, 9));
    }

    private KeyAnnouncements announcing(InstanceKeys keys) {
      return KeyAnnouncements.under(
          new byte[32], announcements, keys, clock.withZone(ZoneOffset.UTC));
    }

    /** Replaces the processor by a new process of the same instance id. */
    void restartProcessor() {
      engine.restartProcessor();
      announcing(engine.processor).announce("processor");
      processors.read();
    }

    StreamSession open(Account viewer) {
      return sessions
          .open(viewer, EngineBench.VIDEO, new char[0], StreamSessions.Delivery.GATEWAY)
          .session();
    }

    boolean finds(Account viewer, StreamSession session) {
      try {
        StreamSession found = sessions.require(viewer, session.requestId());
        return found.requestId().equals(session.requestId());
      } catch (DomainException e) {
        if (e.code() != ErrorCode.SESSION_ENDED) {
          throw e;
        }
        return false;
      }
    }

    /** Subscribes to the whole video and requests one slice. */
    EngineBench.Viewer view(StreamSession session) {
      EngineBench.Viewer viewer = new EngineBench.Viewer();
      range(session).subscribe(viewer);
      return viewer.demand(1);
    }

    private Flow.Publisher<ByteSlice> range(StreamSession session) {
      return sessions.range(session, "720p.mp4", 0, SIZE - 1);
    }
  }

  /** Finds the only video of a library. */
  private static VideoStates states(Videos videos) {
    return (VideoStates)
        Proxy.newProxyInstance(
            VideoStates.class.getClassLoader(),
            new Class<?>[] {VideoStates.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("find")) {
                return Optional.of(videos.require(null, EngineBench.VIDEO));
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /**
   * Creates a library with one video that all viewers may see; it implements only {@link
   * Videos#require}.
   */
  private static Videos library(EngineBench bench) {
    VideoFile video = new VideoFile(EngineBench.VIDEO, 1, "Film", "film.mp4", 5);
    video.addObject(bench.object);
    video.acquireLease("w", Instant.now(), Instant.MAX);
    video.recordResult("w", bench.object.getName(), 1, 2, 2, List.of());
    video.settle("w");
    return (Videos)
        Proxy.newProxyInstance(
            Videos.class.getClassLoader(),
            new Class<?>[] {Videos.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("require")) {
                return video;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static final class Topics implements ReplyTopics {
    @Override
    public String ofThisInstance() {
      return "streaming-response-here";
    }

    @Override
    public String ofSession(String requestId) {
      return "streaming-response-" + requestId;
    }

    @Override
    public CompletionStage<String> create(String requestId) {
      return CompletableFuture.completedStage(ofSession(requestId));
    }

    @Override
    public CompletionStage<Void> delete(String requestId) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public Set<String> sessions() {
      return Set.of();
    }
  }
}
