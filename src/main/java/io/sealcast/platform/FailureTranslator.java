package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * Translates exceptions to failures with stable codes for the caller. Details of unexpected
 * exceptions go to the log only.
 */
final class FailureTranslator {
  private static final Logger LOG = System.getLogger(FailureTranslator.class.getName());

  /**
   * The SQLSTATE classes of an unavailable database: connection exception, insufficient resources,
   * operator intervention, system error.
   */
  private static final Set<String> DATABASE_AWAY = Set.of("08", "53", "57", "58");

  private FailureTranslator() {}

  static DomainException translate(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < 20; t = t.getCause(), depth++) {
      if (t instanceof DomainException problem) {
        return problem;
      }
      if (t instanceof WebApplicationException web
          && !(web.getCause() instanceof DomainException)) {
        return ofStatus(web.getResponse().getStatus(), thrown);
      }
      if (t instanceof JsonException || t instanceof JsonbException) {
        return new DomainException(ErrorCode.BAD_REQUEST, "The body isn't the JSON expected here.");
      }
      if (isDatabaseAway(t)) {
        LOG.log(Level.WARNING, "The database can''t be reached: {0}", t.getMessage());
        return new DomainException(ErrorCode.DATABASE_UNAVAILABLE);
      }
    }
    return unexpected(thrown);
  }

  private static boolean isDatabaseAway(Throwable t) {
    if (t instanceof SQLTransientConnectionException) {
      return true;
    }
    return t instanceof SQLException sql
        && sql.getSQLState() != null
        && sql.getSQLState().length() == 5
        && DATABASE_AWAY.contains(sql.getSQLState().substring(0, 2));
  }

  /**
   * Returns the failure for a status with which JAX-RS itself rejected a request, without the
   * resource.
   */
  static DomainException ofStatus(int status, Throwable thrown) {
    return switch (status) {
      case 400, 422 -> new DomainException(ErrorCode.BAD_REQUEST);
      case 401 -> new DomainException(ErrorCode.NOT_AUTHENTICATED);
      case 403, 404 -> new DomainException(ErrorCode.NOT_FOUND);
      case 405 -> new DomainException(ErrorCode.METHOD_NOT_ALLOWED);
      case 406 -> new DomainException(ErrorCode.NOT_ACCEPTABLE);
      case 413 -> new DomainException(ErrorCode.REQUEST_TOO_LARGE);
      case 415 -> new DomainException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
      case 416 -> new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
      case 429 -> DomainException.retryLater(ErrorCode.TOO_MANY_REQUESTS, Duration.ofSeconds(5));
      case 503 -> new DomainException(ErrorCode.OVERLOADED);
      default -> status < 500 ? new DomainException(ErrorCode.BAD_REQUEST) : unexpected(thrown);
    };
  }

  /**
   * Logs the stack trace under a random number and returns a failure with which the caller can
   * quote that number.
   */
  private static DomainException unexpected(Throwable thrown) {
    String incident = UUID.randomUUID().toString();
    LOG.log(Level.ERROR, "Incident " + incident, thrown);
    return new DomainException(
        ErrorCode.INTERNAL_ERROR,
        "Something went wrong on the server; its log says more under " + incident + ".");
  }
}
