package io.sealcast.vault;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Plaintext goes in, a container comes to lie in storage. {@link #close()} without {@link
 * #publish()} leaves nothing behind.
 */
public abstract class ObjectEncryptor extends OutputStream {
  /** Where the object will be. */
  public abstract ObjectRef ref();

  /** Bytes of plaintext so far. */
  public abstract long size();

  /** Writes the last chunk and makes the object visible. */
  public abstract StoredObject publish() throws IOException;

  @Override
  public abstract void close() throws IOException;
}
