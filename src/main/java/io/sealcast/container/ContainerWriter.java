package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Plaintext goes in, a container comes out, front to back. {@link #finish()} writes the last chunk
 * and the trailer; without it what was written is no container. The stream below is never closed.
 * For one thread at a time.
 */
public abstract class ContainerWriter extends OutputStream {
  /** Bytes of an object's IV. */
  public static final int IV_LENGTH = 16;

  /** Bytes of plaintext so far. */
  public abstract long size();

  /** Writes the last chunk, marked as such, and the trailer. */
  public abstract void finish() throws IOException;
}
