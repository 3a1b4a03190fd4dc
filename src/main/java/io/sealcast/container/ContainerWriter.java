package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encrypts plaintext into a container sequentially. {@link #finish()} writes the last chunk and the
 * trailer, without which the container is invalid. The underlying stream isn't closed. Not
 * thread-safe.
 */
public abstract class ContainerWriter extends OutputStream {
  /** Length of an object's IV in bytes. */
  public static final int IV_LENGTH = 16;

  /** Returns the number of plaintext bytes written so far. */
  public abstract long size();

  /** Writes the last chunk, which is marked as such, and the trailer. */
  public abstract void finish() throws IOException;
}
