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
 * Creates the trace spans of chunks: one for each range request of a gateway and, as its child, one
 * for the processor that responds. Their only attributes are the id of the video, the offset and an
 * error code. When tracing is off, which is the default, no span is created. Thread-safe.
 */
@ApplicationScoped
public class ChunkSpans {
  /** Name of the W3C header that propagates a trace between services. */
  public static final String TRACEPARENT = "traceparent";

  private static final String SOURCE = "io.sealcast";
  private static final int MOST = 20_000;
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);
  private static final TextMapGetter<String> GETTER =
      new TextMapGetter<>() {
        // the server's OpenTelemetry, 1.48, still declares this method abstract
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

  /** Null in tests without a CDI container, where tracing is off. */
  private final @Nullable Instance<OpenTelemetry> telemetry;

  private final boolean wanted;
  private final Cache<Long, Span> pending;

  /** Null while tracing is off. */
  private volatile @Nullable Tracer tracer;

  /** Creates an instance without tracing, for tests without a CDI container. */
  public ChunkSpans() {
    this(null, true);
  }

  @Inject
  ChunkSpans(
      @Nullable Instance<OpenTelemetry> telemetry,
      @ConfigProperty(name = "otel.sdk.disabled", defaultValue = "true") boolean disabled) {
    this.telemetry = telemetry;
    wanted = !disabled;
    pending =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(FORGOTTEN)
            .scheduler(Scheduler.systemScheduler())
            .removalListener(ChunkSpans::unanswered)
            .build();
  }

  /**
   * Gets the tracer of the application. Only threads of the application can look it up, whereas
   * channels already deliver records on other threads; these early records have no spans.
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

  /** Returns the calling thread's position in a trace, for {@link #startRequest}, or null. */
  public @Nullable String here() {
    return isOn() ? traceparent(Context.current()) : null;
  }

  /**
   * Begins the span of a range request.
   *
   * @param openedBy parent of the span: the result of {@link #here} when the session was opened.
   *     Null when another instance opened it; then the parent is the current span of the thread.
   * @return the request with the trace to which its response belongs
   */
  public RangeRequest startRequest(RangeRequest request, @Nullable String openedBy) {
    Tracer on = tracer;
    if (on == null) {
      return request;
    }
    Context parent =
        openedBy == null
            ? Context.current()
            : W3CTraceContextPropagator.getInstance().extract(Context.root(), openedBy, GETTER);
    Span span = begin(on, "chunk request", SpanKind.CLIENT, parent, request);
    pending.put(request.rangeId(), span);
    return request.tracedBy(traceparent(parent.with(span)));
  }

  /**
   * Ends the span of a range request.
   *
   * @param failure error code of the response or of the publication, or null after success
   */
  public void endRequest(long rangeId, @Nullable ErrorCode failure) {
    if (isOn()) {
      Span span = pending.asMap().remove(rangeId);
      if (span != null) {
        end(span, failure == null ? null : failure.code());
      }
    }
  }

  /** Begins the span of a processor that serves a request. */
  public Work startResponse(RangeRequest request) {
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

  /** A processor's work on one request. */
  @FunctionalInterface
  public interface Work {
    /** Ends the span; {@code failure} is null after success. */
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
