package io.sealcast.playback;

import java.util.concurrent.Flow;

/** Subscribes to a range so that its chunks are added to the cache, and ignores the bytes. */
final class Prefetch implements Flow.Subscriber<ByteSlice> {
  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteSlice slice) {
    // the chunk is in the cache already
  }

  @Override
  public void onError(Throwable e) {
    // a viewer who requests the range gets the same error
  }

  @Override
  public void onComplete() {
    // nothing remains to be done
  }
}
