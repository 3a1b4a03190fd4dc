package io.sealcast.messaging.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;

/**
 * Feeds the channels of a role that this instance hasn't: nothing, ever. Switching a channel off by
 * {@code enabled=false} would fail the deployment, and an empty stream would end the channel.
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
