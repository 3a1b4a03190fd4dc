package io.sealcast.ingest;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.Arrays;

/**
 * Collects the first bytes of an upload and has them examined as soon as they are complete, so that
 * what is no video is refused before the rest has arrived. {@link #close()} wipes the bytes. Not
 * thread-safe.
 */
final class FileBeginning implements AutoCloseable {
  private static final int FIRST_BUFFER = 128 * 1024;

  private byte[] bytes = new byte[FIRST_BUFFER];
  private int length;
  private boolean examined;

  /**
   * Takes the next bytes of the file.
   *
   * @throws DomainException NOT_A_VIDEO
   */
  void add(byte[] source, int offset, int count) {
    if (examined) {
      return;
    }
    int part = Math.min(count, FileTypeDetector.LENGTH - length);
    makeRoom(length + part);
    System.arraycopy(source, offset, bytes, length, part);
    length += part;
    if (length == FileTypeDetector.LENGTH) {
      examine();
    }
  }

  /**
   * Examines a file that is shorter.
   *
   * @throws DomainException NOT_A_VIDEO
   */
  void end() {
    if (!examined && length > 0) {
      examine();
    }
  }

  private void examine() {
    examined = true;
    boolean refused = FileTypeDetector.isNoVideo(bytes, length);
    close();
    if (refused) {
      throw DomainException.field(
          ErrorCode.NOT_A_VIDEO, "file", ErrorCode.NOT_A_VIDEO.defaultMessage());
    }
  }

  private void makeRoom(int needed) {
    if (needed > bytes.length) {
      byte[] larger =
          new byte[Math.min(FileTypeDetector.LENGTH, Math.max(needed, 2 * bytes.length))];
      System.arraycopy(bytes, 0, larger, 0, length);
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    bytes = new byte[0];
  }
}
