package io.sealcast.processing;

import io.sealcast.media.MediaSink;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.StoredObject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes one rendition into the vault. What isn't published is gone when the sink is closed. A
 * storage that doesn't take it is a STORAGE_UNAVAILABLE or INSUFFICIENT_STORAGE, so that nobody
 * takes that for a fault of what the transcoder makes.
 */
final class SealedSink implements MediaSink, AutoCloseable {
  private final EncryptService vault;
  private final long fileId;
  private final DataKey key;
  private ObjectEncryptor current;

  SealedSink(EncryptService vault, long fileId, DataKey key) {
    this.vault = vault;
    this.fileId = fileId;
    this.key = key;
  }

  @Override
  public synchronized OutputStream open(String name) throws IOException {
    close();
    current = begin();
    return new FilterOutputStream(current) {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
        }
      }

      @Override
      public void close() {
        // to close an encryptor is to discard it; whether it is good, only the job knows
      }
    };
  }

  private ObjectEncryptor begin() {
    try {
      return vault.encrypt(fileId, key);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Makes the last output visible. */
  synchronized StoredObject publish() throws IOException {
    StoredObject stored = current.publish();
    current.close();
    current = null;
    return stored;
  }

  @Override
  public synchronized void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
