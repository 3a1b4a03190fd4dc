package io.sealcast.playback;

import java.util.concurrent.Flow;

/** Wants a range for what its fetching leaves behind: its chunks in memory. */
final class Prefetch implements Flow.Subscriber<ByteSlice> {
  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteSlice slice) {
    // the cache has it
  }

  @Override
  public void onError(Throwable e) {
    // whoever needs it meets the same, and is told
  }

  @Override
  public void onComplete() {
    // nothing is left to do
  }
}
