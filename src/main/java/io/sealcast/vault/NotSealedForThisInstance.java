package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/**
 * Thrown when keys were sealed for other processes than this one, for instance because it has just
 * started. The request can be repeated when its sender knows this instance's public key.
 */
public final class NotSealedForThisInstance extends DomainException {
  private static final long serialVersionUID = 1L;

  NotSealedForThisInstance() {
    super(ErrorCode.OVERLOADED);
  }
}
