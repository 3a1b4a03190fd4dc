package io.sealcast.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Where an embedded installation keeps everything: database, topics, videos, secrets. */
final class DataDirectory {
  private final Path root;

  /** Kept, since a collected channel is closed and a closed one gives the lock away. */
  private FileLock lock;

  DataDirectory(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    Files.createDirectories(this.root);
    restrictToOwner(this.root, "rwx------");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path postgresBinaries() {
    String elsewhere = System.getProperty("sealcast.postgres.binaries");
    return elsewhere == null ? root.resolve("postgres-bin") : Path.of(elsewhere);
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path storage() {
    return root.resolve("storage");
  }

  Path serviceKey() {
    return root.resolve("service.key");
  }

  Path logs() throws IOException {
    return Files.createDirectories(root.resolve("logs"));
  }

  Path root() {
    return root;
  }

  /**
   * Takes the directory for this process; the operating system gives it back when the process ends.
   *
   * @throws StartFailure when another process has it
   */
  void lock() throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock = channel.tryLock();
      if (lock == null) {
        throw new StartFailure(Preflight.inUse(root));
      }
    } catch (OverlappingFileLockException e) {
      throw new StartFailure(Preflight.inUse(root));
    }
  }

  /** The database password, made on the first start and kept for the owner's eyes. */
  String databasePassword() throws IOException {
    Path file = root.resolve("database.password");
    if (Files.notExists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path fresh = Files.createTempFile(root, "database", ".new");
      restrictToOwner(fresh, "rw-------");
      Files.writeString(fresh, HexFormat.of().formatHex(random));
      Files.move(fresh, file);
    }
    return Files.readString(file).trim();
  }

  static void restrictToOwner(Path path, String permissions) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
