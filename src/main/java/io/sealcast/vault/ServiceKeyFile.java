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
 * The file with the service keys, one in Base64 per line, readable only by its owner. It is created
 * with one key; an administrator may add others.
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

  /** Returns the content of the file. */
  String read() throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  /**
   * Creates the file. It is written under another name and then linked: if two servers start at the
   * same time, one of them succeeds, and neither reads a partial key.
   */
  private static void create(Path file) throws IOException {
    // only the root directory has no parent, and it exists
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
      // the other server was faster, so its key is used
      return;
    } catch (UnsupportedOperationException e) {
      Files.move(draft, file);
    }
  }
}
