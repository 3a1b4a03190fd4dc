package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes a fragmented MP4 on as a part of a rendition: the initialization segment only if it is the
 * first part. Not thread-safe.
 */
public final class RungWriter extends OutputStream {
  private final int number;
  private final OutputStream out;
  private final FragmentIndexer indexer = new FragmentIndexer(new Passed());

  /**
   * @param number number of the part, from 0
   */
  public RungWriter(int number, OutputStream out) {
    this.number = number;
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    indexer.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    indexer.write(bytes, offset, length);
  }

  /**
   * Returns the part. It is called after the last byte was written.
   *
   * @throws IOException when the file ends in the middle of a box or holds no picture
   */
  public PartWriter.Part finish() throws IOException {
    FragmentIndex whole = indexer.finish();
    long from = number == 0 ? 0 : whole.initSize();
    return new PartWriter.Part(
        number,
        indexer.size() - from,
        number == 0 ? whole : whole.inPartFrom(from),
        indexer.init());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The stream to which the indexer passes all bytes. */
  private final class Passed extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (number == 0 || indexer.initSize() >= 0) {
        out.write(bytes, offset, length);
      }
    }
  }
}
