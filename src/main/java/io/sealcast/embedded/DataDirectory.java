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

/**
 * The directory with all data of an embedded installation: database, topics, videos and secrets.
 */
final class DataDirectory {
  private final Path root;

  /** Keeps the lock: it would be released if its channel were garbage-collected. */
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
   * Locks the directory for this process. The operating system releases the lock when the process
   * ends.
   *
   * @throws StartFailure when another process has the lock
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

  /**
   * Returns the password of the database, which is generated at the first start and stored in a
   * file that only its owner can read.
   */
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
