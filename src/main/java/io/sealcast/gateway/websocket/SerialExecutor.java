package io.sealcast.gateway.websocket;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what several threads hand in, one after another, on whichever of them came first. Nobody
 * waits; and what a step hands in itself runs after it, so a chain of steps needs no deep stack.
 */
final class SerialExecutor {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Consumer<RuntimeException> onFailure;

  /**
   * @param onFailure told of a step that failed; the steps after it still run
   */
  SerialExecutor(Consumer<RuntimeException> onFailure) {
    this.onFailure = onFailure;
  }

  void run(Runnable step) {
    waiting.add(step);
    if (count.getAndIncrement() > 0) {
      return; // somebody is at it
    }
    do {
      try {
        waiting.remove().run();
      } catch (RuntimeException e) {
        onFailure.accept(e);
      }
    } while (count.decrementAndGet() > 0);
  }
}
