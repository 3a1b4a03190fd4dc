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
 * Removes confidential data from spans before their export. The server's own spans contain URLs,
 * and the URL of a stream is a secret. Only the attributes of an allow list are exported.
 */
public class SpanRedaction implements AutoConfigurationCustomizerProvider {
  private static final Set<String> ALLOWED_ATTRIBUTES =
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

  /** Whether the redaction is part of the export of spans. */
  static boolean isInstalled() {
    return installed;
  }

  @Override
  public void customize(AutoConfigurationCustomizer configuration) {
    configuration.addSpanExporterCustomizer(
        (exporter, properties) -> new RedactingExporter(exporter));
    installed = true;
  }

  private record RedactingExporter(SpanExporter exporter) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return exporter.export(spans.stream().<SpanData>map(RedactedSpan::new).toList());
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

  /**
   * A span with the allowed attributes and without events: events are exceptions, whose messages
   * may quote anything.
   */
  private static final class RedactedSpan extends DelegatingSpanData {
    private final Attributes attributes;

    RedactedSpan(SpanData span) {
      super(span);
      attributes =
          span.getAttributes().toBuilder()
              .removeIf((AttributeKey<?> key) -> !ALLOWED_ATTRIBUTES.contains(key.getKey()))
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
