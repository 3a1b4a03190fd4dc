package io.sealcast.it.harness;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans like a collector: OTLP over HTTP with protobuf. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final Map<ByteString, String> services = new ConcurrentHashMap<>();

  public TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
      request.getResourceSpansList().forEach(this::take);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void take(ResourceSpans from) {
    String service =
        from.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElse("");
    for (ScopeSpans scope : from.getScopeSpansList()) {
      scope.getSpansList().forEach(span -> services.put(span.getSpanId(), service));
      spans.addAll(scope.getSpansList());
    }
  }

  /** Returns the {@code OTEL_SERVICE_NAME} of the process that created a span. */
  public String serviceOf(Span span) {
    return services.get(span.getSpanId());
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns all spans received so far. */
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  public Optional<Span> find(String name) {
    return spans.stream().filter(s -> s.getName().equals(name)).findFirst();
  }

  /** Returns the parent of a span. */
  public Optional<Span> parentOf(Span child) {
    return spans.stream()
        .filter(
            s ->
                s.getSpanId().equals(child.getParentSpanId())
                    && s.getTraceId().equals(child.getTraceId()))
        .findFirst();
  }

  public static String traceId(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
