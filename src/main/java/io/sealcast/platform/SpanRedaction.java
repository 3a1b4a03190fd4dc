package io.sealcast.platform;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Keeps what is nobody's business out of the spans that leave: the server's own carry addresses,
 * and a stream's address is its secret. What isn't known to be harmless doesn't go.
 */
public class SpanRedaction implements AutoConfigurationCustomizerProvider {
  private static final Set<String> HARMLESS =
      Set.of(
          "error.type",
          "http.request.method",
          "http.response.status_code",
          "http.route",
          "network.protocol.version",
          "sealcast.file_id",
          "sealcast.offset",
          "url.scheme");

  private static volatile boolean installed;

  /** Whether spans pass through here before they leave. */
  static boolean isInstalled() {
    return installed;
  }

  @Override
  public void customize(AutoConfigurationCustomizer configuration) {
    configuration.addSpanExporterCustomizer((exporter, properties) -> new Discreet(exporter));
    installed = true;
  }

  private record Discreet(SpanExporter exporter) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return exporter.export(spans.stream().<SpanData>map(Told::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }

  /** What is told of a span. Exceptions, which are its events, may quote anything. */
  private static final class Told extends DelegatingSpanData {
    private final Attributes attributes;

    Told(SpanData span) {
      super(span);
      attributes =
          span.getAttributes().toBuilder()
              .removeIf((AttributeKey<?> key) -> !HARMLESS.contains(key.getKey()))
              .build();
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public List<EventData> getEvents() {
      return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
      return 0;
    }
  }
}
