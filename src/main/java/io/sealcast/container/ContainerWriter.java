package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encrypts plaintext into a container. The bytes of the container don't depend on how many threads
 * encrypt its chunks. {@link #finish()} writes the last chunk and the trailer, without which the
 * container is invalid. After a failed call, all further ones fail. Not thread-safe.
 */
public abstract class ContainerWriter extends OutputStream {
  /** Length of an object's IV in bytes. */
  public static final int IV_LENGTH = 16;

  /** Returns the number of plaintext bytes written so far. */
  public abstract long size();

  /** Writes the last chunk, which is marked as such, and the trailer. */
  public abstract void finish() throws IOException;

  /**
   * Waits for the chunks that are being encrypted, wipes the plaintext and puts the cipher contexts
   * back. A second call has no effect. The underlying stream isn't closed.
   */
  @Override
  public abstract void close();
}
