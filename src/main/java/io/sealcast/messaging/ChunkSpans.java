package io.sealcast.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * A trace's view of chunks: one span for each request of a gateway, and below it one for the
 * processor that answers. They name the video by its id and what went wrong by its code, and
 * nothing else. Where traces are off, which is the default, nothing is kept and nothing made.
 */
@ApplicationScoped
public class ChunkSpans {
  /** The W3C header that a trace travels in, from service to service. */
  public static final String TRACEPARENT = "traceparent";

  private static final String SOURCE = "io.sealcast";
  private static final int MOST = 20_000;
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);
  private static final TextMapGetter<String> GETTER =
      new TextMapGetter<>() {
        // The server's OpenTelemetry, 1.48, still declares this method abstract.
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(String traceparent) {
          return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
          return TRACEPARENT.equals(key) ? traceparent : null;
        }
      };

  /** Null while traces are off, in tests without a container. */
  private final @Nullable Instance<OpenTelemetry> telemetry;

  private final boolean wanted;
  private final Cache<Long, Span> asked;

  /** Null while traces are off. */
  private volatile @Nullable Tracer tracer;

  /** For tests without a container: off. */
  public ChunkSpans() {
    this(null, true);
  }

  @Inject
  ChunkSpans(
      @Nullable Instance<OpenTelemetry> telemetry,
      @ConfigProperty(name = "otel.sdk.disabled", defaultValue = "true") boolean disabled) {
    this.telemetry = telemetry;
    wanted = !disabled;
    asked =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(FORGOTTEN)
            .scheduler(Scheduler.systemScheduler())
            .removalListener(ChunkSpans::unanswered)
            .build();
  }

  /**
   * Only the application's own threads are told which telemetry is its. Channels deliver before it
   * has started, on others: what comes so early has no spans.
   */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (wanted) {
      tracer = Objects.requireNonNull(telemetry).get().getTracer(SOURCE);
    }
  }

  private boolean isOn() {
    return tracer != null;
  }

  private static void unanswered(@Nullable Long rangeId, @Nullable Span span, RemovalCause cause) {
    if (span != null && cause != RemovalCause.EXPLICIT) {
      end(span, cause == RemovalCause.REPLACED ? "asked_again" : ErrorCode.STREAM_TIMEOUT.code());
    }
  }

  /** The calling thread's place in a trace, for {@link #asking}, or null. */
  public @Nullable String here() {
    return isOn() ? traceparent(Context.current()) : null;
  }

  /**
   * A chunk is being asked for.
   *
   * @param openedBy where the session was opened, as {@link #here} said there: the parent; null
   *     when it was opened elsewhere, then the parent is what the calling thread is at work on
   * @return the request, with the trace that its answer belongs to
   */
  public RangeRequest asking(RangeRequest request, @Nullable String openedBy) {
    Tracer on = tracer;
    if (on == null) {
      return request;
    }
    Context parent =
        openedBy == null
            ? Context.current()
            : W3CTraceContextPropagator.getInstance().extract(Context.root(), openedBy, GETTER);
    Span span = begin(on, "chunk request", SpanKind.CLIENT, parent, request);
    asked.put(request.rangeId(), span);
    return request.tracedBy(traceparent(parent.with(span)));
  }

  /** An answer came, or publishing failed, which {@code failure} says; else null. */
  public void answered(long rangeId, @Nullable ErrorCode failure) {
    if (isOn()) {
      Span span = asked.asMap().remove(rangeId);
      if (span != null) {
        end(span, failure == null ? null : failure.code());
      }
    }
  }

  /** A processor begins with a request. */
  public Work serving(RangeRequest request) {
    Tracer on = tracer;
    if (on == null) {
      return failure -> {};
    }
    Context parent = Context.root();
    if (request.traceparent() != null) {
      parent =
          W3CTraceContextPropagator.getInstance().extract(parent, request.traceparent(), GETTER);
    }
    Span span = begin(on, "chunk answer", SpanKind.SERVER, parent, request);
    return failure -> end(span, failure == null ? null : failure.code());
  }

  /** What a processor does for one request. */
  @FunctionalInterface
  public interface Work {
    /** It is over; {@code failure} says why it failed, or is null. */
    void end(@Nullable ErrorCode failure);
  }

  private static Span begin(
      Tracer tracer, String name, SpanKind kind, Context parent, RangeRequest request) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(parent)
        .setAttribute("sealcast.file_id", request.fileId())
        .setAttribute("sealcast.offset", request.from())
        .startSpan();
  }

  private static void end(Span span, @Nullable String code) {
    if (code != null) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", code);
    }
    span.end();
  }

  private static @Nullable String traceparent(Context context) {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, headers, Map::put);
    return headers.get(TRACEPARENT);
  }
}
