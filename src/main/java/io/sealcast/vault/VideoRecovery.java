package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recovers a video from storage with only its encryption key, without the database, the broker or a
 * service key.
 */
final class VideoRecovery {
  /**
   * Names that are legal file names on any system. An object with another name gets its id as name.
   */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  /** Limit in bytes of a key file, which has some 160 for each object. */
  private static final int MAX_KEY_FILE = 64 << 20;

  private final BlobStore blobs;
  private final KeySlots keySlots;
  private final DecryptService decrypt;

  VideoRecovery(BlobStore blobs, KeySlots keySlots) {
    this.blobs = blobs;
    this.keySlots = keySlots;
    decrypt = new DecryptService(blobs);
  }

  /** The result for one object; {@code failure} is null when it was recovered. */
  record Outcome(String name, long size, @Nullable ErrorCode failure) {}

  /**
   * Decrypts all stored objects of a video into {@code target}, which must be a new or empty
   * directory. For a damaged object no file is written; the others are recovered. The parts of a
   * rendition are joined if all of them were recovered.
   *
   * @throws DomainException INVALID_ENCRYPTION_KEY when the key opens no slot
   */
  List<Outcome> recover(long fileId, char[] secret, Path target) throws IOException {
    KeyFile keyFile = readKeyFile(fileId);
    requireEmpty(target);
    List<Outcome> outcomes = new ArrayList<>();
    try (DataKey key = unwrap(keyFile, secret)) {
      for (Map.Entry<UUID, String> object : names(fileId, keyFile).entrySet()) {
        ObjectRef ref = new ObjectRef(fileId, object.getKey());
        outcomes.add(recoverObject(ref, key, target.resolve(object.getValue())));
      }
    }
    return RecoverVideoParts.join(outcomes, target);
  }

  private KeyFile readKeyFile(long fileId) throws IOException {
    try (Blob blob = blobs.open(ObjectRef.prefix(fileId) + KeyFiles.NAME)) {
      if (blob.size() > MAX_KEY_FILE) {
        throw new IllegalArgumentException("The key file is far too long");
      }
      byte[] bytes = new byte[(int) blob.size()];
      blob.readFully(0, bytes, 0, bytes.length);
      return KeyFile.parse(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static void requireEmpty(Path target) throws IOException {
    OwnerOnly.createDirectories(target);
    try (var files = Files.newDirectoryStream(target)) {
      if (files.iterator().hasNext()) {
        throw new IllegalArgumentException("The folder to write to isn't empty");
      }
    }
  }

  private DataKey unwrap(KeyFile keyFile, char[] secret) {
    for (KeySlot slot : keyFile.slots()) {
      try {
        return keySlots.unwrap(slot, secret);
      } catch (DomainException e) {
        // the key may open the next slot
        continue;
      }
    }
    throw new DomainException(ErrorCode.INVALID_ENCRYPTION_KEY);
  }

  /**
   * Returns the names of all stored objects by their ids. After a crash, the key file may not
   * contain all of them.
   */
  private Map<UUID, String> names(long fileId, KeyFile keyFile) throws IOException {
    Map<UUID, String> names = new HashMap<>();
    String prefix = ObjectRef.prefix(fileId);
    for (BlobStore.Entry entry : blobs.list(prefix)) {
      if (entry.key().endsWith(ObjectRef.SUFFIX)) {
        String id =
            entry
                .key()
                .substring(prefix.length(), entry.key().length() - ObjectRef.SUFFIX.length());
        names.put(UUID.fromString(id), id);
      }
    }
    keyFile
        .objects()
        .forEach(
            (name, object) ->
                names.put(
                    object.ref().objectId(),
                    PLAIN_NAME.matcher(name).matches()
                        ? name
                        : object.ref().objectId().toString()));
    return names;
  }

  private Outcome recoverObject(ObjectRef ref, DataKey key, Path target) throws IOException {
    String name = target.getFileName().toString();
    Path draft = target.resolveSibling(name + ".part");
    try (ObjectReader reader = decrypt.open(ref, key)) {
      writeAll(reader, draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return new Outcome(name, reader.size(), null);
    } catch (DomainException e) {
      return new Outcome(name, 0, e.code());
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void writeAll(ObjectReader reader, Path file) throws IOException {
    try (OutputStream out = Channels.newOutputStream(OwnerOnly.createFile(file))) {
      for (long index = 0; index < reader.chunkCount(); index++) {
        ByteBuffer chunk = reader.chunk(index);
        out.write(chunk.array(), chunk.arrayOffset(), chunk.remaining());
      }
    }
  }
}
