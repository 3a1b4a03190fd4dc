package io.sealcast.storage;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a new blob. {@link #close()} without an earlier {@link #publish()} discards everything
 * written; a second {@code close()} has no effect. Not thread-safe.
 */
public abstract class BlobWriter extends OutputStream {

  /**
   * Makes the blob durable and visible under its key atomically.
   *
   * @throws IOException when it couldn't be published
   */
  public abstract void publish() throws IOException;

  /** Returns the number of bytes written so far. */
  public abstract long size();

  @Override
  public abstract void close() throws IOException;
}
