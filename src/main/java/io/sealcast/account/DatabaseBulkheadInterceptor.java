package io.sealcast.account;

import io.sealcast.limit.FairBulkhead;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Admits the calls of a {@link DatabaseBulkhead} store, before their transactions begin. */
@DatabaseBulkhead
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class DatabaseBulkheadInterceptor {
  /** Fewer than the connections in server.xml: sign-ins, limits and processing need some too. */
  private static final int CONCURRENT = 14;

  private static final int PER_ACCOUNT = 4;

  /** As long as a call waits for a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  // there is one interceptor for each store, but all stores share the connections
  private static final FairBulkhead<Long> BULKHEAD =
      new FairBulkhead<>(CONCURRENT, PER_ACCOUNT, PATIENCE);

  /** Whether the thread is admitted, so that stores that call each other can't block. */
  private static final ThreadLocal<Boolean> ADMITTED = ThreadLocal.withInitial(() -> false);

  @Inject private CurrentAccount current;

  /**
   * Makes the call when it is the account's turn.
   *
   * @throws io.sealcast.problem.DomainException OVERLOADED when it has waited too long
   */
  @AroundInvoke
  public @Nullable Object admit(InvocationContext call) throws Exception {
    Optional<Account> account = ADMITTED.get() ? Optional.empty() : account();
    if (account.isEmpty()) {
      return call.proceed();
    }
    AtomicReference<@Nullable Object> result = new AtomicReference<>();
    BULKHEAD.<Exception, RuntimeException>run(
        account.get().id(),
        () -> {
          ADMITTED.set(true);
          try {
            result.set(call.proceed());
          } finally {
            ADMITTED.remove();
          }
        });
    return result.get();
  }

  private Optional<Account> account() {
    try {
      return current.find();
    } catch (ContextNotActiveException e) {
      return Optional.empty(); // a message, a timer or a socket
    }
  }
}
