package io.sealcast.vault;

import io.sealcast.storage.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

/**
 * The file that the service keys lie in: one line of Base64 for each, for its owner's eyes only. It
 * is made with one key; further ones are an administrator's.
 */
final class ServiceKeyFile {
  private final Path file;

  ServiceKeyFile(Path file) {
    this.file = file;
  }

  String readOrCreate() throws IOException {
    if (!Files.exists(file)) {
      create(file.toAbsolutePath());
    }
    return read();
  }

  /** What is in it now. */
  String read() throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  /**
   * Writes beside the place, then links into it: of two servers that start at once one wins, and
   * none ever reads half a key.
   */
  private static void create(Path file) throws IOException {
    // only a root has no parent, and a root exists
    OwnerOnly.createDirectories(Objects.requireNonNull(file.getParent()));
    Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    String line = Base64.getEncoder().encodeToString(Secrets.random(ServiceKey.LENGTH)) + "\n";
    try {
      try (FileChannel channel = OwnerOnly.createFile(draft)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(line);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // the other server was faster: its key is the key
      return;
    } catch (UnsupportedOperationException e) {
      Files.move(draft, file);
    }
  }
}
