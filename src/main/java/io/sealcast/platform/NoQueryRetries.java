package io.sealcast.platform;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Switches EclipseLink's query retries off. EclipseLink takes any failed query in a transaction for
 * a lost connection and then waits three times for five seconds. The server's connection pool
 * replaces lost connections anyway.
 */
public class NoQueryRetries implements SessionCustomizer {
  @Override
  public void customize(Session session) {
    DatabaseLogin login = (DatabaseLogin) session.getDatasourceLogin();
    login.setConnectionHealthValidatedOnError(false);
    login.setQueryRetryAttemptCount(0);
  }
}
