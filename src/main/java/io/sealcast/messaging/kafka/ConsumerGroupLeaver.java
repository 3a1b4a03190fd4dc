package io.sealcast.messaging.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;

/**
 * Leaves the consumer groups as soon as the process receives the signal to end, so that the broker
 * assigns its partitions to other instances immediately. Without it, the consumers would stay
 * members until Liberty stops the application, up to half a minute later.
 */
@ApplicationScoped
class ConsumerGroupLeaver {
  private static final Logger LOG = System.getLogger(ConsumerGroupLeaver.class.getName());

  private final Instance<IncomingConnectorFactory> connectors;
  private final Thread hook = new Thread(this::leave, "sealcast-leave-groups");

  @Inject
  ConsumerGroupLeaver(@Any Instance<IncomingConnectorFactory> connectors) {
    this.connectors = connectors;
  }

  void prepare(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Destroys the connector bean, since the connector has no other method that closes its consumers.
   */
  private void leave() {
    Instance<IncomingConnectorFactory> kafka =
        connectors.select(ConnectorLiteral.of(InstanceConfigSource.KAFKA_CONNECTOR));
    kafka.destroy(kafka.get());
  }

  @PreDestroy
  void unregister() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The process is ending: it has left");
    }
  }
}
