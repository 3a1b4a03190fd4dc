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

/** The subprotocols that are spoken here: those that have a factory. */
@ApplicationScoped
class Subprotocols {
  private final Map<String, SubprotocolHandlerFactory> factories;

  @Inject
  Subprotocols(@Any Instance<SubprotocolHandlerFactory> factories) {
    this((Iterable<SubprotocolHandlerFactory>) factories);
  }

  /**
   * Maps factories by their names.
   *
   * @throws IllegalStateException when two have the same name
   */
  Subprotocols(Iterable<SubprotocolHandlerFactory> factories) {
    this.factories =
        StreamSupport.stream(factories.spliterator(), false)
            .collect(
                Collectors.toUnmodifiableMap(SubprotocolHandlerFactory::name, Function.identity()));
  }

  /**
   * The subprotocol of a handshake (RFC 6455, section 4.2.2): the viewer's first choice that is
   * known here.
   *
   * @param requested in the viewer's order
   * @return {@link SubprotocolHandlerFactory#NO_SUBPROTOCOL} when none is known
   */
  String negotiate(List<String> requested) {
    return requested.stream()
        .filter(name -> !name.equals(SubprotocolHandlerFactory.NO_SUBPROTOCOL))
        .filter(factories::containsKey)
        .findFirst()
        .orElse(SubprotocolHandlerFactory.NO_SUBPROTOCOL);
  }

  /**
   * The factory of what was negotiated.
   *
   * @param negotiated null counts as none
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
