package io.sealcast.gateway.websocket;

import io.sealcast.account.Account;
import io.sealcast.account.AccountPrincipal;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;

/** Takes the endpoint from CDI, so that it has its collaborators. */
public class StreamEndpointConfigurator extends ServerEndpointConfig.Configurator {
  @Override
  public <T> T getEndpointInstance(Class<T> endpoint) {
    return CDI.current().select(endpoint).get();
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
