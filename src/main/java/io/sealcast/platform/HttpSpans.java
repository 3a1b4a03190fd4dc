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
import io.sealcast.path.BasePath;
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
 * Creates one span for each request to the API, named by its route. Requests that a filter rejects
 * before they reach a resource get one too.
 */
@ApplicationScoped
class HttpSpans {
  private static final Logger LOG = System.getLogger(HttpSpans.class.getName());
  private static final Served UNTRACED = new Served(null, null);
  private static final TextMapGetter<HttpServletRequest> HEADERS =
      new TextMapGetter<>() {
        // The server's OpenTelemetry, 1.48, still declares this method abstract.
        @Override
        @SuppressWarnings("deprecation")
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

  @Inject
  HttpSpans(
      OpenTelemetry telemetry,
      @ConfigProperty(name = "otel.sdk.disabled", defaultValue = "true") boolean disabled) {
    tracer = telemetry.getTracer("io.sealcast");
    on = !disabled;
    boolean byEnvironment = "false".equalsIgnoreCase(System.getenv("OTEL_SDK_DISABLED"));
    if (byEnvironment || (on && !SpanRedaction.isInstalled())) {
      // without redaction, the secret addresses of streams would go to a collector
      throw new IllegalStateException(
          "Traces are switched on by SEALCAST_TRACES=true alone: leave OTEL_SDK_DISABLED away");
    }
  }

  /**
   * Instantiates the bean when the application starts, so that a wrong configuration fails the
   * start.
   */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    LOG.log(Level.DEBUG, "Traces are {0}", on ? "on" : "off");
  }

  /**
   * Starts the span of a request and makes it the current one of the thread. For paths outside of
   * the API, the result has no span.
   */
  Served begin(HttpServletRequest request) {
    if (!on || !ApiGuard.isApi(request)) {
      return UNTRACED;
    }
    String route = Routes.of(BasePath.pathOf(request));
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

  /** The span of a request in progress. Both components are null when the request isn't traced. */
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
