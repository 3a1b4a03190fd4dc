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
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the outputs of a job into storage and makes them readable for checks. {@link #close}
 * deletes all outputs that weren't {@linkplain #keep kept}. A failure of storage results in
 * STORAGE_UNAVAILABLE or INSUFFICIENT_STORAGE, so that it isn't mistaken for a failure of the
 * transcoder. Thread-safe.
 */
final class SealedSink implements MediaSink, AutoCloseable {
  private static final int MAX_READERS = 4;

  private final EncryptService encrypt;
  private final DecryptService decrypt;
  private final VideoStorage storage;
  private final long fileId;
  private final DataKey key;
  private final Consumer<UUID> beforePublication;

  @GuardedBy("this")
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  /** The readers that are open, the one that wasn't used for longest first. */
  @GuardedBy("this")
  private final Map<Output, ObjectReader> readers = new LinkedHashMap<>(8, 0.75f, true);

  SealedSink(
      EncryptService encrypt,
      DecryptService decrypt,
      VideoStorage storage,
      long fileId,
      DataKey key) {
    this(encrypt, decrypt, storage, fileId, key, object -> {});
  }

  /**
   * @param beforePublication is told of each object before it is published in the storage
   */
  SealedSink(
      EncryptService encrypt,
      DecryptService decrypt,
      VideoStorage storage,
      long fileId,
      DataKey key,
      Consumer<UUID> beforePublication) {
    this.encrypt = encrypt;
    this.decrypt = decrypt;
    this.storage = storage;
    this.fileId = fileId;
    this.key = key;
    this.beforePublication = beforePublication;
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
      closeReader(output);
      output.discard();
    }
  }

  /**
   * Publishes an output in storage, where nothing refers to it yet. The source opens it when it is
   * read: a long film has more parts than files may be open.
   */
  @Override
  public synchronized MediaSource reopen(String name) {
    try {
      return new OutputSource(name, require(name).publish().size());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  private synchronized int read(String name, long position, byte[] target, int offset, int length)
      throws IOException {
    Output output = require(name);
    ObjectReader reader = readers.get(output);
    if (reader == null) {
      reader = decrypt.open(output.publish().ref(), key);
      readers.put(output, reader);
      closeEldest();
    }
    return reader.read(position, target, offset, length);
  }

  /** Returns the number of outputs that are open for reading. */
  synchronized int openReaders() {
    return readers.size();
  }

  @GuardedBy("this")
  private void closeEldest() throws IOException {
    if (readers.size() > MAX_READERS) {
      closeReader(readers.keySet().iterator().next());
    }
  }

  @GuardedBy("this")
  private void closeReader(Output output) throws IOException {
    ObjectReader reader = readers.remove(output);
    if (reader != null) {
      reader.close();
    }
  }

  /** The bytes of an output. */
  private final class OutputSource implements MediaSource {
    private final String name;
    private final long size;

    OutputSource(String name, long size) {
      this.name = name;
      this.size = size;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      return position >= size ? -1 : SealedSink.this.read(name, position, target, offset, length);
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
   * Publishes an output, so that it stays in storage and the caller can register it.
   *
   * @return the stored object
   */
  synchronized StoredObject keep(String name) {
    Output output = require(name);
    try {
      StoredObject stored = output.publish();
      output.kept = true;
      return stored;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  /** Replaces an output by a registered object with the same bytes. What was written is deleted. */
  synchronized void adopt(String name, StoredObject registered) {
    Output output = require(name);
    try {
      closeReader(output);
      output.replaceBy(registered);
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
    boolean kept;

    Output(ObjectEncryptor encryptor) {
      this.encryptor = encryptor;
    }

    StoredObject publish() throws IOException {
      if (stored == null) {
        beforePublication.accept(encryptor.ref().objectId());
        stored = encryptor.publish();
        encryptor.close();
      }
      return stored;
    }

    void replaceBy(StoredObject registered) throws IOException {
      discard();
      stored = registered;
      kept = true;
    }

    void discard() throws IOException {
      if (stored == null) {
        encryptor.close();
      } else if (!kept) {
        storage.deleteObject(stored.ref());
      }
    }
  }
}
