package io.sealcast.gateway;

/** The resources of a request on a server, for tests of the transports. */
public final class HttpStreamFixture {
  private final HttpStreams streams = new HttpStreams(8, 8);

  public final FakeSignIn signIn = new FakeSignIn();
  public final HttpStream stream = new HttpStream(streams, signIn);

  /** Stops the server. */
  public void stop() {
    streams.stop();
  }

  /** Ends the request. */
  public void free() {
    stream.free();
  }
}
