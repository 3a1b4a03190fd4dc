package io.sealcast.processing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Orders what several accounts wait for. */
final class RoundRobinOrder {
  private RoundRobinOrder() {}

  /**
   * Returns the first of each account, then the second of each, and so on. The accounts, and what
   * an account has, stay in their order.
   */
  static <T> Stream<T> of(List<T> waiting, Function<T, ?> account) {
    Map<Object, Deque<T>> accounts = new LinkedHashMap<>();
    for (T each : waiting) {
      accounts.computeIfAbsent(account.apply(each), owner -> new ArrayDeque<>()).add(each);
    }
    List<T> ordered = new ArrayList<>();
    while (ordered.size() < waiting.size()) {
      for (Deque<T> own : accounts.values()) {
        T next = own.poll();
        if (next != null) {
          ordered.add(next);
        }
      }
    }
    return ordered.stream();
  }
}
