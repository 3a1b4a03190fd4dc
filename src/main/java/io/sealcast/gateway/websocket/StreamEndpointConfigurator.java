package io.sealcast.gateway.websocket;

import io.sealcast.account.Account;
import io.sealcast.account.AccountPrincipal;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Takes the endpoint and the subprotocols from CDI. */
public class StreamEndpointConfigurator extends ServerEndpointConfig.Configurator {
  @Override
  public <T> T getEndpointInstance(Class<T> endpoint) {
    return CDI.current().select(endpoint).get();
  }

  /** The endpoint's annotation names none: which there are is known when the beans are. */
  @Override
  public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
    return CDI.current().select(Subprotocols.class).get().negotiate(requested);
  }

  /**
   * Who shook hands.
   *
   * @throws DomainException NOT_AUTHENTICATED for nobody
   */
  static Account viewerOf(Session socket) {
    if (socket.getUserPrincipal() instanceof AccountPrincipal principal) {
      return principal.account();
    }
    throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
  }
}
