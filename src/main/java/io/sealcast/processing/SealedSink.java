package io.sealcast.processing;

import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes one rendition into the vault and gives it out again to be checked. What isn't {@linkplain
 * #keep() kept} is gone when the sink is closed. A storage that doesn't take it is a
 * STORAGE_UNAVAILABLE or INSUFFICIENT_STORAGE, so that nobody takes that for a fault of what the
 * transcoder makes.
 */
final class SealedSink implements MediaSink, AutoCloseable {
  private final EncryptService encrypt;
  private final DecryptService decrypt;
  private final VideoStorage storage;
  private final long fileId;
  private final DataKey key;
  private ObjectEncryptor current;
  private StoredObject stored;
  private ObjectReader reader;

  SealedSink(
      EncryptService encrypt,
      DecryptService decrypt,
      VideoStorage storage,
      long fileId,
      DataKey key) {
    this.encrypt = encrypt;
    this.decrypt = decrypt;
    this.storage = storage;
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
      return encrypt.encrypt(fileId, key);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Publishes the last output in storage, where nothing names it yet, and reads it from there. */
  @Override
  public synchronized MediaSource reopen() {
    try {
      if (stored == null) {
        stored = current.publish();
        current.close();
        current = null;
      }
      if (reader == null) {
        reader = decrypt.open(stored.ref(), key);
      }
      return new SealedSource(reader);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Leaves the last output in storage, for the caller to register. */
  synchronized StoredObject keep() {
    reopen();
    StoredObject kept = stored;
    stored = null;
    return kept;
  }

  @Override
  public synchronized void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    if (current != null) {
      current.close();
      current = null;
    }
    if (stored != null) {
      StoredObject discarded = stored;
      stored = null;
      storage.deleteObject(discarded.ref());
    }
  }
}
