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
 * Leaves the consumer groups as soon as the process is told to end, so that its partitions go to
 * others at once. Left to itself, Liberty would stay a member until it stops the application, half
 * a minute later at worst.
 */
@ApplicationScoped
class ConsumerGroupLeaver {
  private static final Logger LOG = System.getLogger(ConsumerGroupLeaver.class.getName());

  private final Instance<IncomingConnectorFactory> connectors;
  private final Thread hook = new Thread(this::leave, "sealcast-departure");

  @Inject
  ConsumerGroupLeaver(@Any Instance<IncomingConnectorFactory> connectors) {
    this.connectors = connectors;
  }

  void prepare(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The connector closes its consumers when it is destroyed, and has no other word for it. */
  private void leave() {
    Instance<IncomingConnectorFactory> kafka =
        connectors.select(ConnectorLiteral.of(InstanceConfigSource.KAFKA_CONNECTOR));
    kafka.destroy(kafka.get());
  }

  @PreDestroy
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "The process is ending: it has left");
    }
  }
}
