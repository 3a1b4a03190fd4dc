package io.sealcast.embedded;

/** Why the services can't start: one line for the person at the terminal, with the cure. */
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailure(String line) {
    super(line);
  }
}
