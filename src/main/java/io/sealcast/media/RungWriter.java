package io.sealcast.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Passes a fragmented MP4 on as a part of a rendition: the initialization segment only if it is the
 * first part. Not thread-safe.
 */
public final class RungWriter extends OutputStream {
  /** Limit of the initialization segment in bytes, which is kept in memory. */
  private static final int MAX_INIT = 1 << 20;

  private final int number;
  private final OutputStream out;
  private final FragmentIndexer indexer = new FragmentIndexer(new Passed());
  private final ByteArrayOutputStream init = new ByteArrayOutputStream();

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
    if (number == 0) {
      return new PartWriter.Part(0, indexer.size(), whole, init.toByteArray());
    }
    long from = whole.initSize();
    List<FragmentIndex.Fragment> fragments =
        whole.fragments().stream().map(f -> f.inFileFrom(from)).toList();
    return new PartWriter.Part(
        number,
        indexer.size() - from,
        new FragmentIndex(0, fragments, whole.codecs()),
        init.toByteArray());
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
      boolean beforeMedia = indexer.initSize() < 0;
      if (beforeMedia) {
        if (init.size() + length > MAX_INIT) {
          throw new IOException("an initialization segment larger than can be kept");
        }
        init.write(bytes, offset, length);
      }
      if (!beforeMedia || number == 0) {
        out.write(bytes, offset, length);
      }
    }
  }
}
