package io.sealcast.messaging.kafka;

import io.sealcast.messaging.RecordRefused;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Translates exceptions of Kafka to exceptions of the domain. */
final class Failures {
  private Failures() {}

  static DomainException unavailable(Throwable cause) {
    Throwable root = root(cause);
    if (root instanceof DomainException known) {
      return known;
    }
    return SendRejection.of(root).isPresent()
        ? new RecordRefused(root)
        : new DomainException(ErrorCode.MESSAGING_UNAVAILABLE, root);
  }

  static Throwable root(Throwable e) {
    Throwable at = e;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
