package io.sealcast.gateway;

import io.sealcast.account.CurrentSignIn;
import io.sealcast.account.SignInWatchers;
import java.util.ArrayList;
import java.util.List;

/** The sign-in of a request, which a test ends. */
public final class FakeSignIn extends CurrentSignIn {
  private final List<Runnable> watches = new ArrayList<>();

  @Override
  public SignInWatchers.Watch watch(Runnable onEnd) {
    watches.add(onEnd);
    return () -> watches.remove(onEnd);
  }

  /** Ends the sign-in, as a sign-out does. */
  public void end() {
    List.copyOf(watches).forEach(Runnable::run);
  }

  /** Returns the number of current watches. */
  int watched() {
    return watches.size();
  }
}
