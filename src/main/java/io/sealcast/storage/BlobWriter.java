package io.sealcast.storage;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob being written. {@link #close()} without {@link #publish()} leaves nothing behind; to close
 * twice does nothing.
 */
public abstract class BlobWriter extends OutputStream {

  /** Makes the blob durable and visible under its key, all at once. */
  public abstract void publish() throws IOException;

  /** Bytes written so far. */
  public abstract long size();

  @Override
  public abstract void close() throws IOException;
}
