package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of the successive subscriptions of a {@link RangeSubscriber}. Its signals are ignored unless
 * it is the current one.
 */
final class SliceSubscriber implements Flow.Subscriber<ByteSlice> {
  private final RangeSubscriber owner;
  private final Consumer<Runnable> executor;

  private Flow.@Nullable Subscription subscription;

  /** Demand from before the subscription was established. */
  private long owed;

  SliceSubscriber(RangeSubscriber owner, Consumer<Runnable> executor) {
    this.owner = owner;
    this.executor = executor;
  }

  void request(long slices) {
    if (subscription == null) {
      owed += slices;
    } else {
      subscription.request(slices);
    }
  }

  void cancel() {
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void runIfCurrent(Runnable task) {
    executor.accept(
        () -> {
          if (owner.isCurrent(this)) {
            task.run();
          }
        });
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    executor.accept(
        () -> {
          if (!owner.isCurrent(this)) {
            given.cancel();
            return;
          }
          subscription = given;
          if (owed > 0) {
            given.request(owed);
          }
        });
  }

  @Override
  public void onNext(ByteSlice slice) {
    runIfCurrent(() -> owner.accept(slice));
  }

  @Override
  public void onError(Throwable why) {
    runIfCurrent(
        () ->
            owner.fail(
                why instanceof DomainException known
                    ? known
                    : new DomainException(ErrorCode.INTERNAL_ERROR, why)));
  }

  @Override
  public void onComplete() {
    runIfCurrent(owner::ended);
  }
}
