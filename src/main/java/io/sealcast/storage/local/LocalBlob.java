package io.sealcast.storage.local;

import io.sealcast.storage.Blob;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A blob in a file that is open for reading. An open file keeps its bytes when it is replaced or
 * deleted.
 */
final class LocalBlob implements Blob {
  private final FileChannel channel;
  private final long size;

  LocalBlob(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(long position, byte[] target, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - offset) < 0) {
        throw new EOFException("The blob ends before");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
