package io.sealcast.processing;

import io.sealcast.catalog.LeasedStep;
import io.sealcast.catalog.StepLeases;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gives each account one step before any account gets another one, so that the films of one don't
 * hold up the videos of others. Each processor does so by itself. Used by one thread at a time.
 */
final class AccountRound {
  /** Number of accounts after which a new round begins in any case. */
  private static final int MOST = 1000;

  /** The accounts that have had a step in this round. */
  private final Set<Long> served = new HashSet<>();

  /**
   * Works on the first of the steps that wait, of an account that hasn't had one in this round. If
   * there is none, a new round begins.
   *
   * @param waiting returns the steps, the most urgent first, without those of some accounts
   * @param work returns whether the step could be taken
   * @return whether there was one
   */
  <S extends LeasedStep> boolean workOnOne(
      Function<Set<Long>, List<StepLeases.Waiting<S>>> waiting, Predicate<S> work) {
    if (workOnFirst(waiting, work)) {
      return true;
    }
    if (served.isEmpty()) {
      return false;
    }
    served.clear();
    return workOnFirst(waiting, work);
  }

  private <S extends LeasedStep> boolean workOnFirst(
      Function<Set<Long>, List<StepLeases.Waiting<S>>> waiting, Predicate<S> work) {
    for (StepLeases.Waiting<S> each : waiting.apply(Set.copyOf(served))) {
      if (work.test(each.step())) {
        if (served.size() >= MOST) {
          served.clear();
        }
        served.add(each.account());
        return true;
      }
    }
    return false;
  }
}
