package io.sealcast.it.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A transport by which a viewer gets bytes from one server. */
public interface RangeLink extends AutoCloseable {
  /**
   * Reads a range.
   *
   * @param from first byte
   * @param to last byte, inclusive
   * @param bytes receives the bytes in order as they arrive
   * @throws IOException when the connection breaks off; the bytes received before are valid, and a
   *     retry may succeed
   */
  void read(long from, long to, Consumer<ByteBuffer> bytes) throws IOException;

  @Override
  void close();
}
