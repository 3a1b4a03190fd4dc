package io.sealcast.messaging.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;

/**
 * A connector for the channels of roles that this instance doesn't have. Its streams never emit and
 * never complete: a completed stream would end the channel, and {@code enabled=false} would make
 * the deployment fail.
 */
@ApplicationScoped
@Connector(EmptyConnector.NAME)
public class EmptyConnector implements IncomingConnectorFactory {
  static final String NAME = "none";

  @Override
  public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config config) {
    return ReactiveStreams.fromCompletionStage(new java.util.concurrent.CompletableFuture<>());
  }
}
