package io.sealcast.gateway;

/** What a request holds on a server of its own, for the tests of the transports. */
public final class HttpStreamFixture {
  private final HttpStreams streams = new HttpStreams(8, 8);

  public final HttpStream stream = new HttpStream(streams);

  /** The server stops. */
  public void stop() {
    streams.stop();
  }

  /** The request ends. */
  public void free() {
    stream.free();
  }
}
