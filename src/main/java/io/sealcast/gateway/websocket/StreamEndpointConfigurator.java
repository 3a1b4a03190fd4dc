package io.sealcast.gateway.websocket;

import io.sealcast.account.Account;
import io.sealcast.account.AccountPrincipal;
import io.sealcast.account.CurrentSignIn;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.http.HttpSession;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the endpoint by CDI and negotiates the subprotocol. */
public class StreamEndpointConfigurator extends ServerEndpointConfig.Configurator {
  private static final String SIGN_IN = "io.sealcast.gateway.websocket.signIn";

  @Override
  public <T> T getEndpointInstance(Class<T> endpoint) {
    return CDI.current().select(endpoint).get();
  }

  /**
   * Negotiates among the subprotocols that exist as beans. The endpoint's annotation, and therefore
   * {@code supported}, names none.
   */
  @Override
  public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
    return CDI.current().select(Subprotocols.class).get().negotiate(requested);
  }

  /**
   * Keeps the caller's sign-in for the endpoint, which is opened outside of the request. The
   * principal can't have it, since the container may remember the principal of another request of
   * the same account.
   *
   * <p>Liberty opens a session of the servlet container for each handshake without one. It is ended
   * here, so that viewers who come and go don't add up to the limit of sessions.
   *
   * @param config its user properties are this connection's alone, since Jakarta WebSocket 2.1
   */
  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    CDI.current()
        .select(CurrentSignIn.class)
        .get()
        .tokenHash()
        .ifPresent(hash -> config.getUserProperties().put(SIGN_IN, hash));
    if (request.getHttpSession() instanceof HttpSession session) {
      session.invalidate();
    }
  }

  /**
   * Returns the hash of the sign-in's token, or null when the handshake was authenticated
   * otherwise.
   */
  static @Nullable String signInOf(EndpointConfig config) {
    return (String) config.getUserProperties().get(SIGN_IN);
  }

  /**
   * Returns the account that was authenticated in the handshake.
   *
   * @throws DomainException NOT_AUTHENTICATED when there is none
   */
  static Account viewerOf(Session socket) {
    if (socket.getUserPrincipal() instanceof AccountPrincipal principal) {
      return principal.account();
    }
    throw new DomainException(ErrorCode.NOT_AUTHENTICATED);
  }
}
