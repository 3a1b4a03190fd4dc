package io.sealcast.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A way by which a viewer gets bytes from one server. */
interface RangeLink extends AutoCloseable {
  /**
   * Reads a range, both limits included.
   *
   * @param bytes gets them as they come, in order
   * @throws IOException when they break off; what came before is good, and another try may help
   */
  void read(long from, long to, Consumer<ByteBuffer> bytes) throws IOException;

  @Override
  void close();
}
