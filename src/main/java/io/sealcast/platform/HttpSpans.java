package io.sealcast.platform;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * One span for each request to the API, by its route, also for those that never reach a resource.
 */
@ApplicationScoped
class HttpSpans {
  private static final Logger LOG = System.getLogger(HttpSpans.class.getName());
  private static final Served UNTRACED = new Served(null, null);
  private static final TextMapGetter<HttpServletRequest> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpServletRequest request) {
          return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(HttpServletRequest request, String key) {
          return request.getHeader(key);
        }
      };

  private final Tracer tracer;
  private final boolean on;

  HttpSpans() {
    this(OpenTelemetry.noop(), true);
  }

  @Inject
  HttpSpans(
      OpenTelemetry telemetry,
      @ConfigProperty(name = "otel.sdk.disabled", defaultValue = "true") boolean disabled) {
    tracer = telemetry.getTracer("io.sealcast");
    on = !disabled;
    boolean byEnvironment = "false".equalsIgnoreCase(System.getenv("OTEL_SDK_DISABLED"));
    if (byEnvironment || (on && !SpanRedaction.isInstalled())) {
      // rather nothing runs than that streams' addresses, which are secrets, go to a collector
      throw new IllegalStateException(
          "Traces are switched on by SEALCAST_TRACES=true alone: leave OTEL_SDK_DISABLED away");
    }
  }

  /** At the start, so that what is wrong with it is told then. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.DEBUG, "Traces are {0}", on ? "on" : "off");
  }

  /** Begins a request's span and makes it the thread's own; one of nothing for other paths. */
  Served begin(HttpServletRequest request) {
    if (!on || !ApiGuard.isApi(request)) {
      return UNTRACED;
    }
    String route = Routes.of(request.getRequestURI());
    Span span =
        tracer
            .spanBuilder(request.getMethod() + " " + route)
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                W3CTraceContextPropagator.getInstance().extract(Context.root(), request, HEADERS))
            .setAttribute("http.request.method", request.getMethod())
            .setAttribute("http.route", route)
            .startSpan();
    return new Served(span, span.makeCurrent());
  }

  /** A request that is being served. */
  record Served(@Nullable Span span, @Nullable Scope scope) implements AutoCloseable {
    void status(int status) {
      if (span != null) {
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
          span.setStatus(StatusCode.ERROR);
        }
      }
    }

    @Override
    public void close() {
      if (scope != null) {
        scope.close();
      }
      if (span != null) {
        span.end();
      }
    }
  }
}
