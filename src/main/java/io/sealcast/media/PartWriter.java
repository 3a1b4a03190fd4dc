package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits a fragmented MP4 into parts while it is written. A part ends where a segment begins: at
 * the first such point after 4, 8, 16 and 32 seconds of the first four parts, and after 60 seconds
 * of each further one. The first parts are short so that the beginning can be played soon, the
 * others long so that there are few of them. The concatenation of all parts is what {@link
 * FragmentIndexer} passes on of the input. Media data is never buffered. Not thread-safe.
 */
public final class PartWriter extends OutputStream {
  /** Shortest durations of the first parts in seconds. */
  private static final double[] FIRST = {4, 8, 16, 32};

  /** Shortest duration of a further part in seconds; only the last part may be shorter. */
  private static final double FURTHER = 60;

  /** Tolerance in seconds for times that are no exact fractions of a second. */
  private static final double ROUNDING = 0.001;

  private final Destination destination;
  private final FragmentIndexer indexer;
  private @Nullable OutputStream current;

  /** Number of the current part. */
  private int number;

  /** Number of its first segment. */
  private int firstSegment;

  /** Time in seconds at which its first picture is shown. */
  private double partStart;

  /** Position of its first byte in the file. */
  private long partOffset;

  /** Where the parts go. */
  public interface Destination {
    /**
     * Starts a part. The writer closes it before it starts the next.
     *
     * @param number number of the part, from 0
     */
    OutputStream open(int number) throws IOException;

    /** Takes a part that isn't the last one, after its output was closed. */
    void completed(Part part) throws IOException;
  }

  /**
   * A part.
   *
   * @param number number of the part, from 0
   * @param size bytes
   * @param index index with offsets from the beginning of the part, as of {@link RenditionPart}
   * @param init the initialization segment of the whole file: all bytes before its first {@code
   *     moof}
   */
  @SuppressWarnings("ArrayRecordComponent") // it is never compared
  public record Part(int number, long size, FragmentIndex index, byte[] init) {}

  /**
   * The end of the file.
   *
   * @param size bytes of the whole file
   * @param index index of the whole file
   * @param last the last part, of which {@link Destination#completed} wasn't told
   */
  public record End(long size, FragmentIndex index, Part last) {}

  public PartWriter(Destination destination) {
    this.destination = destination;
    indexer = new FragmentIndexer(new CurrentPart(), this::segmentBegins);
  }

  @Override
  public void write(int b) throws IOException {
    indexer.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    indexer.write(bytes, offset, length);
  }

  private void segmentBegins(int segment, double start, long offset) throws IOException {
    if (segment == 0) {
      partStart = start;
    } else if (start - partStart >= shortest(number) - ROUNDING) {
      closeCurrent();
      destination.completed(part(segment, offset));
      number++;
      firstSegment = segment;
      partStart = start;
      partOffset = offset;
    }
  }

  private static double shortest(int number) {
    return number < FIRST.length ? FIRST[number] : FURTHER;
  }

  /**
   * Returns the current part.
   *
   * @param nextSegment number of the segment after its last one
   * @param end position in the file at which it ends
   */
  private Part part(int nextSegment, long end) {
    FragmentIndex index = indexer.index(firstSegment, nextSegment);
    return new Part(
        number,
        end - partOffset,
        number == 0 ? index : index.inPartFrom(partOffset),
        indexer.init());
  }

  /**
   * Ends the file and its last part. It is called after the last byte was written.
   *
   * @throws IOException when the file ends in the middle of a box or holds no picture
   */
  public End finish() throws IOException {
    FragmentIndex whole = indexer.finish();
    closeCurrent();
    long size = indexer.size();
    return new End(size, whole, part(whole.fragments().size(), size));
  }

  private void closeCurrent() throws IOException {
    OutputStream out = current;
    current = null;
    if (out != null) {
      out.close();
    }
  }

  /** Closes the output of a part that hasn't ended; that part isn't complete then. */
  @Override
  public void close() throws IOException {
    closeCurrent();
  }

  /** The stream to which the indexer passes all bytes. */
  private final class CurrentPart extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (current == null) {
        current = destination.open(number);
      }
      current.write(bytes, offset, length);
    }
  }
}
