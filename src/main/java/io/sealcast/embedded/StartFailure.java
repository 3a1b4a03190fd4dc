package io.sealcast.embedded;

/** Thrown when the services can't start. The message is one line for the user, with the remedy. */
final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailure(String line) {
    super(line);
  }
}
