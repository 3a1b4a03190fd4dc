package io.sealcast.gateway.websocket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The available subprotocols, one for each factory. */
@ApplicationScoped
class Subprotocols {
  private final Map<String, SubprotocolHandlerFactory> factories;

  @Inject
  Subprotocols(@Any Instance<SubprotocolHandlerFactory> factories) {
    this((Iterable<SubprotocolHandlerFactory>) factories);
  }

  /**
   * Registers the factories.
   *
   * @throws IllegalStateException when two of them have the same name
   */
  Subprotocols(Iterable<SubprotocolHandlerFactory> factories) {
    this.factories =
        StreamSupport.stream(factories.spliterator(), false)
            .collect(
                Collectors.toUnmodifiableMap(SubprotocolHandlerFactory::name, Function.identity()));
  }

  /**
   * Selects the subprotocol of a handshake (RFC 6455, section 4.2.2): the first of the requested
   * ones that is available.
   *
   * @param requested names in the viewer's order of preference
   * @return {@link SubprotocolHandlerFactory#NO_SUBPROTOCOL} when none is available
   */
  String negotiate(List<String> requested) {
    return requested.stream()
        .filter(name -> !name.equals(SubprotocolHandlerFactory.NO_SUBPROTOCOL))
        .filter(factories::containsKey)
        .findFirst()
        .orElse(SubprotocolHandlerFactory.NO_SUBPROTOCOL);
  }

  /**
   * Returns the factory of a negotiated subprotocol.
   *
   * @param negotiated name of the subprotocol; null stands for none
   */
  SubprotocolHandlerFactory require(@Nullable String negotiated) {
    String name = negotiated == null ? SubprotocolHandlerFactory.NO_SUBPROTOCOL : negotiated;
    SubprotocolHandlerFactory factory = factories.get(name);
    if (factory == null) {
      throw new IllegalStateException("no factory of the subprotocol that was negotiated: " + name);
    }
    return factory;
  }
}
