package io.sealcast.processing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the outputs of a job into storage and makes them readable for checks. {@link #close}
 * deletes all outputs that weren't {@linkplain #keep kept}. A failure of storage results in
 * STORAGE_UNAVAILABLE or INSUFFICIENT_STORAGE, so that it isn't mistaken for a failure of the
 * transcoder. Thread-safe.
 */
final class SealedSink implements MediaSink, AutoCloseable {
  private final EncryptService encrypt;
  private final DecryptService decrypt;
  private final VideoStorage storage;
  private final long fileId;
  private final DataKey key;

  @GuardedBy("this")
  private final Map<String, Output> outputs = new LinkedHashMap<>();

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
    discard(name);
    Output output = new Output(begin());
    outputs.put(name, output);
    return new FilterOutputStream(output.encryptor) {
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
        // closing the encryptor would discard the output, whereas the job decides whether to keep
        // it
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

  @Override
  public synchronized void discard(String name) throws IOException {
    Output output = outputs.remove(name);
    if (output != null) {
      output.discard();
    }
  }

  /** Publishes an output in storage, where nothing refers to it yet, and opens it for reading. */
  @Override
  public synchronized MediaSource reopen(String name) {
    Output output = require(name);
    try {
      StoredObject stored = output.publish();
      if (output.reader == null) {
        output.reader = decrypt.open(stored.ref(), key);
      }
      return new SealedSource(output.reader);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  @GuardedBy("this")
  private Output require(String name) {
    Output output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException("no output " + name);
    }
    return output;
  }

  /**
   * Publishes an output, so that it stays in storage and the caller can register it. A source that
   * was opened for reading is closed; the output can be opened again.
   *
   * @return the stored object
   */
  synchronized StoredObject keep(String name) {
    Output output = require(name);
    try {
      StoredObject stored = output.publish();
      output.kept = true;
      // a long film has many parts, each of which would hold a file open to the end of the job
      output.closeReader();
      return stored;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (String name : List.copyOf(outputs.keySet())) {
      discard(name);
    }
  }

  /** The state of an output. */
  private final class Output {
    final ObjectEncryptor encryptor;
    @Nullable StoredObject stored;
    @Nullable ObjectReader reader;
    boolean kept;

    Output(ObjectEncryptor encryptor) {
      this.encryptor = encryptor;
    }

    StoredObject publish() throws IOException {
      if (stored == null) {
        stored = encryptor.publish();
        encryptor.close();
      }
      return stored;
    }

    void closeReader() throws IOException {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }

    void discard() throws IOException {
      closeReader();
      if (stored == null) {
        encryptor.close();
      } else if (!kept) {
        storage.deleteObject(stored.ref());
      }
    }
  }
}
