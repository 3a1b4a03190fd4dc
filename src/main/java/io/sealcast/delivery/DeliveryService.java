package io.sealcast.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestHandler;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RangeResponsePublisher;
import io.sealcast.messaging.RecordRefused;
import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.SealedKeys;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The processor side of streaming. It queues the requests that arrive, and a few worker threads
 * handle them, round-robin by session. Thread-safe.
 */
@ApplicationScoped
class DeliveryService implements RangeRequestHandler {
  private static final Logger LOG = System.getLogger(DeliveryService.class.getName());

  /** A request contains its reply topic, so it is restricted to the names of response topics. */
  private static final Pattern REPLY_TOPIC =
      Pattern.compile("streaming-response-[A-Za-z0-9_-]{1,64}");

  /** Maximum number of waiting requests of a session: several times the window, for retries. */
  private static final int PER_VIEWER = 64;

  private final Responder responder;
  private final RangeResponsePublisher publisher;
  private final Clock clock;
  private final FairRequestQueue queue;
  private final ResponseBuffers buffers;

  @GuardedBy("this")
  private final List<Thread> workers = new ArrayList<>();

  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Durations work = Durations.ofWaits();
  private final int workerCount;

  @Inject private ChunkSpans spans = new ChunkSpans();

  @Inject
  DeliveryService(
      InstanceKeys instanceKeys,
      SealedKeys sealedKeys,
      DecryptService decrypt,
      RangeResponsePublisher publisher,
      ResponseBuffers buffers,
      @ConfigProperty(name = "sealcast.delivery.workers") int workers,
      @ConfigProperty(name = "sealcast.delivery.queue") int queueLength) {
    this(
        new RangeResponder(instanceKeys, sealedKeys, decrypt, buffers),
        publisher,
        buffers,
        Clock.systemUTC(),
        workers > 0 ? workers : Runtime.getRuntime().availableProcessors(),
        queueLength);
  }

  DeliveryService(
      Responder responder,
      RangeResponsePublisher publisher,
      ResponseBuffers buffers,
      Clock clock,
      int workerCount,
      int queueLength) {
    this.responder = responder;
    this.publisher = publisher;
    this.buffers = buffers;
    this.clock = clock;
    this.workerCount = workerCount;
    this.queue = new FairRequestQueue(queueLength, PER_VIEWER);
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_delivery_requests_total";
    String help = "Range requests that came to this processor, by what became of them.";
    meters.counter(name, help, "outcome", "answered", answered::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "dropped", dropped::sum);
    meters.gauge("sealcast_delivery_queue", "Range requests that wait for a worker.", queue::size);
    meters.durations(
        "sealcast_delivery_seconds", "Reading, verifying and sealing of one chunk.", work);
  }

  @Override
  public void handle(RangeRequest request) {
    if (!isReplyTopic(request.replyTopic())
        || (request.receiptTopic() != null && !isReplyTopic(request.receiptTopic()))) {
      dropped.increment();
      LOG.log(Level.WARNING, "Dropped a request whose reply topic isn't one");
    } else if (isLate(request)) {
      dropped.increment();
    } else if (queue.offer(request)) {
      start();
    } else {
      fail(request, ErrorCode.OVERLOADED);
    }
  }

  long answered() {
    return answered.sum();
  }

  long failed() {
    return failed.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  private synchronized void start() {
    // started with the first request, so that instances without the role have no such threads
    while (workers.size() < workerCount) {
      Thread worker = new Thread(this::work, "sealcast-delivery-" + (workers.size() + 1));
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
  }

  private void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        serveSafely(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Handles a request without ever throwing, since a worker that ends isn't replaced. */
  private void serveSafely(RangeRequest request) {
    try {
      serve(request);
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "A range of video " + request.fileId() + " could not be served", e);
      fail(request, ErrorCode.INTERNAL_ERROR);
    }
  }

  private void serve(RangeRequest request) {
    if (isLate(request)) {
      dropped.increment();
      return;
    }
    ChunkSpans.Work span = spans.startResponse(request);
    try {
      long start = System.nanoTime();
      RangeResponse.Chunk chunk = responder.answer(request);
      work.add(System.nanoTime() - start);
      RangeResponse.@Nullable Receipt receipt =
          request.receiptTopic() == null ? null : responder.receipt(request, chunk);
      publisher
          .publish(request.replyTopic(), chunk)
          .whenComplete(
              (done, e) -> {
                span.end(e == null ? null : ErrorCode.MESSAGING_UNAVAILABLE);
                afterwards(request, chunk, receipt, e);
              });
    } catch (DomainException e) {
      LOG.log(Level.DEBUG, "A range of video {0} failed: {1}", request.fileId(), e.code().code());
      span.end(e.code());
      fail(request, e.code());
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "A range of video " + request.fileId() + " failed", e);
      span.end(ErrorCode.INTERNAL_ERROR);
      fail(request, ErrorCode.INTERNAL_ERROR);
    }
  }

  private void afterwards(
      RangeRequest request,
      RangeResponse.Chunk chunk,
      RangeResponse.@Nullable Receipt receipt,
      @Nullable Throwable e) {
    if (RecordRefused.isCauseOf(e)) {
      // the broker rejects the chunk for good, but it may accept the small failure record
      fail(request, ErrorCode.MESSAGING_UNAVAILABLE);
      return;
    }
    if (e != null) {
      // the web instance repeats the request
      failed.increment();
      LOG.log(Level.DEBUG, "An answer could not be published: {0}", e.toString());
      return;
    }
    buffers.putBack(chunk.sealedChunk());
    answered.increment();
    if (request.receiptTopic() != null && receipt != null) {
      publish(request.receiptTopic(), receipt);
    }
  }

  private void fail(RangeRequest request, ErrorCode code) {
    failed.increment();
    String topic = request.receiptTopic() != null ? request.receiptTopic() : request.replyTopic();
    publish(topic, responder.failure(request, code));
  }

  private void publish(String topic, RangeResponse response) {
    try {
      publisher.publish(topic, response);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "An answer could not be published: {0}", e.toString());
    }
  }

  private boolean isLate(RangeRequest request) {
    Instant now = clock.instant();
    return now.isAfter(request.deadline()) || now.isAfter(request.expiresAt());
  }

  private static boolean isReplyTopic(String topic) {
    return REPLY_TOPIC.matcher(topic).matches();
  }

  @PreDestroy
  synchronized void stop() {
    workers.forEach(Thread::interrupt);
  }
}
