package io.sealcast.ingest;

import io.sealcast.catalog.Title;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A video that is being uploaded. Its data key is generated at the beginning, since the form field
 * with the user's key may follow the file. {@link #close()} without an earlier {@link #keep()}
 * removes all its data. Not thread-safe.
 */
final class IncomingVideo implements AutoCloseable {
  static final String SOURCE = "source";
  private static final Logger LOG = System.getLogger(IncomingVideo.class.getName());
  private static final int BUFFER = 128 * 1024;

  private final EncryptService encryption;
  private final KeyFiles keyFiles;
  private final VideoStorage storage;
  private final long maxBytes;
  private final DataKey dataKey;
  private long fileId;
  private String filename = "";
  private @Nullable ObjectEncryptor encryptor;
  private boolean published;
  private boolean kept;

  /**
   * @param maxBytes maximum length of the video in bytes
   */
  IncomingVideo(EncryptService encryption, KeyFiles keyFiles, VideoStorage storage, long maxBytes) {
    this.encryption = encryption;
    this.keyFiles = keyFiles;
    this.storage = storage;
    this.maxBytes = maxBytes;
    this.dataKey = encryption.newDataKey();
  }

  /**
   * Encrypts the part into an unpublished object of the storage.
   *
   * @param newId supplies the id of the video
   * @throws io.sealcast.problem.DomainException EMPTY_FILE, NOT_A_VIDEO, UPLOAD_TOO_LARGE,
   *     VALIDATION_FAILED and other failures of the upload
   * @throws IOException when the storage fails
   */
  void take(Part part, LongSupplier newId) throws IOException {
    if (encryptor != null) {
      throw UploadForm.refuse("file", "There is more than one file.");
    }
    filename = Title.checkFilename(part.filename() == null ? "video" : part.filename());
    fileId = newId.getAsLong();
    encryptor = encryption.encrypt(fileId, dataKey);
    copy(part.body(), encryptor);
    if (encryptor.size() == 0) {
      throw filename.isEmpty()
          ? UploadForm.missing("file", "A file is needed.")
          : DomainException.field(
              ErrorCode.EMPTY_FILE, "file", ErrorCode.EMPTY_FILE.defaultMessage());
    }
    if (filename.isEmpty()) {
      filename = "video";
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (FileBeginning beginning = new FileBeginning()) {
      long total = 0;
      int n;
      while ((n = in.read(buffer)) >= 0) {
        total += n;
        if (total > maxBytes) {
          throw DomainException.field(
              ErrorCode.UPLOAD_TOO_LARGE, "file", ErrorCode.UPLOAD_TOO_LARGE.defaultMessage());
        }
        beginning.add(buffer, 0, n);
        out.write(buffer, 0, n);
      }
      beginning.end();
    } finally {
      java.util.Arrays.fill(buffer, (byte) 0);
    }
  }

  /** Publishes the source object and its key file. */
  StoredObject publish(KeySlot slot) throws IOException {
    published = true;
    StoredObject source = Objects.requireNonNull(encryptor).publish();
    keyFiles.write(KeyFile.of(fileId, List.of(slot), Map.of(SOURCE, source)));
    return source;
  }

  void keep() {
    kept = true;
  }

  boolean hasFile() {
    return encryptor != null;
  }

  long fileId() {
    return fileId;
  }

  String filename() {
    return filename;
  }

  DataKey dataKey() {
    return dataKey;
  }

  @Override
  public void close() {
    dataKey.close();
    try {
      if (encryptor != null) {
        encryptor.close();
      }
      if (published && !kept) {
        storage.deleteVideo(fileId);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "A broken upload left bytes behind; the sweeper will get them", e);
    }
  }
}
