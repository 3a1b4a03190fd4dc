package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CipherContexts;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Lends new contexts and checks that each comes back once, without plaintext. */
final class BorrowedContexts implements CipherContexts {
  private final Set<CipherContext> out = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<CipherContext, Integer> back = new IdentityHashMap<>();
  private int most;

  @Override
  public synchronized CipherContext take() {
    CipherContext context = new CipherContext();
    out.add(context);
    most = Math.max(most, out.size());
    return context;
  }

  @Override
  public synchronized void putBack(CipherContext context) {
    assertThat(out.remove(context)).as("was borrowed").isTrue();
    for (byte b : context.plain(1)) {
      if (b != 0) {
        throw new AssertionError("plaintext is left in a buffer");
      }
    }
    back.put(context, Arrays.hashCode(context.sealed(1)));
  }

  /** Requires that no thread has used a context after it came back. */
  synchronized void requireUnused() {
    back.forEach((context, hash) -> assertThat(Arrays.hashCode(context.sealed(1))).isEqualTo(hash));
  }

  /** Returns the number of contexts that are still borrowed. */
  synchronized int borrowed() {
    return out.size();
  }

  /** Returns the largest number of contexts that were borrowed at the same time. */
  synchronized int most() {
    return most;
  }
}
