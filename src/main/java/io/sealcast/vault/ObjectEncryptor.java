package io.sealcast.vault;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Encrypts an object on its way to storage. {@link #close()} without {@link #publish()} discards
 * it.
 */
public abstract class ObjectEncryptor extends OutputStream {
  /** Returns the reference of the future object. */
  public abstract ObjectRef ref();

  /** Returns the number of plaintext bytes written so far. */
  public abstract long size();

  /** Writes the last chunk and makes the object visible. */
  public abstract StoredObject publish() throws IOException;

  @Override
  public abstract void close() throws IOException;
}
