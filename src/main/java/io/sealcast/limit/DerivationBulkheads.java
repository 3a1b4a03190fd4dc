package io.sealcast.limit;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The bulkheads of PBKDF2, one for each {@link Kind} of work, so that a flood of one kind doesn't
 * delay the others. All kinds together compute on a limited number of cores; the rest serves
 * viewers. Thread-safe.
 */
@ApplicationScoped
public class DerivationBulkheads {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The purpose of a derivation. */
  public enum Kind {
    /** An account is created. */
    REGISTRATION,
    /** A password is verified. */
    SIGN_IN,
    /** An encryption key opens a video, or wraps the data key of a new one. */
    ENCRYPTION_KEY
  }

  private final Bulkhead registrations;
  private final Bulkhead signIns;
  private final Bulkhead keys;
  private final Semaphore cores;

  /**
   * Creates the bulkheads.
   *
   * @param cores number of cores for all kinds together; 0 for all of the machine but one
   * @param registrations maximum number of registrations that wait
   * @param signIns maximum number of sign-ins that wait
   * @param keys maximum number of encryption keys that wait
   */
  @Inject
  public DerivationBulkheads(
      @ConfigProperty(name = "sealcast.derivation.cores") int cores,
      @ConfigProperty(name = "sealcast.derivation.queue.registrations") int registrations,
      @ConfigProperty(name = "sealcast.derivation.queue.sign-ins") int signIns,
      @ConfigProperty(name = "sealcast.derivation.queue.keys") int keys) {
    int share = cores > 0 ? cores : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    // Each kind has a few callers at most that wait for a core, in their order, so the kinds take
    // turns, however many callers one of them has.
    this.cores = new Semaphore(share, true);
    this.registrations = new Bulkhead(1, registrations, PATIENCE);
    this.signIns = new Bulkhead(share, signIns, PATIENCE);
    this.keys = new Bulkhead(share, keys, PATIENCE);
  }

  void show(@Observes Meters meters) {
    for (Kind kind : Kind.values()) {
      String label = kind.name().toLowerCase(Locale.ROOT);
      meters.gauge(
          "sealcast_derivations_waiting",
          "Passwords and keys that wait for a core.",
          "kind",
          label,
          () -> of(kind).waiting());
      meters.counter(
          "sealcast_derivations_rejected_total",
          "Passwords and keys that were not tried, since too many waited.",
          "kind",
          label,
          () -> of(kind).rejected());
    }
  }

  /**
   * Does work that contains derivations when it is the caller's turn among those of the same kind.
   *
   * @throws DomainException OVERLOADED when too many callers wait, or this one has waited too long
   */
  public <T> T call(Kind kind, Supplier<T> work) {
    return of(kind).call(work);
  }

  private Bulkhead of(Kind kind) {
    return switch (kind) {
      case REGISTRATION -> registrations;
      case SIGN_IN -> signIns;
      case ENCRYPTION_KEY -> keys;
    };
  }

  /**
   * Computes one derivation on one of the cores. Only {@code work} of {@link #call} may call this
   * method, since the number of waiting callers isn't limited here.
   *
   * @throws DomainException OVERLOADED when the thread is interrupted, because the server is
   *     stopping
   */
  public <T> T compute(Supplier<T> derivation) {
    try {
      cores.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(2));
    }
    try {
      return derivation.get();
    } finally {
      cores.release();
    }
  }
}
