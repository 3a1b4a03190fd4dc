package io.sealcast.platform;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Takes EclipseLink's own retries away: it takes any failed query of a transaction for a lost
 * connection, and then waits three times five seconds. The server's pool replaces lost connections.
 */
public class NoQueryRetries implements SessionCustomizer {
  @Override
  public void customize(Session session) {
    DatabaseLogin login = (DatabaseLogin) session.getDatasourceLogin();
    login.setConnectionHealthValidatedOnError(false);
    login.setQueryRetryAttemptCount(0);
  }
}
