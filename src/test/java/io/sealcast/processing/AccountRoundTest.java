package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.LeasedStep;
import io.sealcast.catalog.StepLeases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AccountRoundTest {
  private static final class Step extends LeasedStep {}

  /** The steps that are left, in the order of their urgency. */
  private final List<StepLeases.Waiting<Step>> left = new ArrayList<>();

  private final List<Long> done = new ArrayList<>();
  private final AccountRound round = new AccountRound();

  private void add(long account, int count) {
    for (int i = 0; i < count; i++) {
      left.add(new StepLeases.Waiting<>(new Step(), account));
    }
  }

  private List<StepLeases.Waiting<Step>> waiting(Set<Long> served) {
    return left.stream().filter(each -> !served.contains(each.account())).limit(2).toList();
  }

  private boolean work(Step step) {
    StepLeases.Waiting<Step> taken =
        left.stream().filter(each -> each.step() == step).findFirst().orElseThrow();
    left.remove(taken);
    return done.add(taken.account());
  }

  private void workOnAll() {
    boolean worked = true;
    while (worked) {
      worked = round.workOnOne(this::waiting, this::work);
    }
  }

  @Test
  void manyStepsOfOneAccountDoNotHoldUpOthers() {
    add(1, 5);
    add(2, 2);
    add(3, 1);

    workOnAll();

    assertThat(done).containsExactly(1L, 2L, 3L, 1L, 2L, 1L, 1L, 1L);
  }

  @Test
  void whatOthersHaveTakenIsPassedOver() {
    add(1, 2);
    add(2, 1);

    assertThat(round.workOnOne(this::waiting, step -> step == left.get(1).step() && work(step)))
        .isTrue();
    assertThat(done).containsExactly(1L);
    assertThat(round.workOnOne(this::waiting, step -> false)).isFalse();
  }

  @Property
  void noAccountIsTwoStepsAheadOfAnotherThatWaits(
      @ForAll @Size(max = 40) List<@LongRange(min = 1, max = 6) Long> accounts) {
    done.clear(); // all tries have one instance
    accounts.forEach(account -> add(account, 1));
    Map<Long, Integer> total = new HashMap<>();
    accounts.forEach(account -> total.merge(account, 1, Integer::sum));

    workOnAll();

    assertThat(left).isEmpty();
    Map<Long, Integer> had = new HashMap<>();
    for (long account : done) {
      had.merge(account, 1, Integer::sum);
      for (long other : total.keySet()) {
        if (had.getOrDefault(other, 0) < total.get(other)) {
          assertThat(had.get(account) - had.getOrDefault(other, 0)).isLessThanOrEqualTo(1);
        }
      }
    }
  }
}
