package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Passes a fragmented MP4 on to another stream and records the times and byte ranges of its
 * fragments. It buffers at most one {@code moov} or {@code moof} box; media data is never buffered.
 * Not thread-safe.
 */
public final class FragmentIndexer extends OutputStream {
  private static final int MAX_HELD = 8 << 20;

  private final OutputStream out;
  private final List<FragmentTimes> times = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private List<Mp4Track> tracks = List.of();
  private @Nullable Mp4Track picture;

  /** The header of the current box, and its body if it is a box that is parsed. */
  private byte[] held = new byte[4096];

  private int heldBytes;
  private String type = "";
  private long boxLeft = -1;
  private long boxStart;
  private long position;
  private long firstFragment = -1;
  private long mediaEnd;

  public FragmentIndexer(OutputStream out) {
    this.out = out;
  }

  /** Number of bytes written so far. */
  public long size() {
    return position;
  }

  /**
   * Returns the index of the whole file. It is called after the last byte was written.
   *
   * @throws IOException when the file ends in the middle of a box or holds no picture
   */
  public FragmentIndex finish() throws IOException {
    if (boxLeft >= 0 || heldBytes > 0 || mediaEnd == 0 || times.isEmpty()) {
      throw new IOException("the MP4 ended before it was complete");
    }
    List<FragmentIndex.Fragment> fragments = new ArrayList<>();
    for (int i = 0; i < times.size(); i++) {
      boolean last = i == times.size() - 1;
      double end = last ? times.get(i).end() : times.get(i + 1).start();
      long next = last ? position : offsets.get(i + 1);
      double start = times.get(i).start();
      fragments.add(
          new FragmentIndex.Fragment(
              start, end - start, times.get(i).pictures(), offsets.get(i), next - offsets.get(i)));
    }
    String codecs = tracks.stream().map(Mp4Track::codec).collect(Collectors.joining(","));
    return new FragmentIndex(firstFragment, fragments, codecs);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int taken = boxLeft < 0 ? header(bytes, from, left) : body(bytes, from, left);
      from += taken;
      left -= taken;
      position += taken;
      if (boxLeft == 0) {
        endBox();
      }
    }
    out.write(bytes, offset, length);
  }

  /** Collects the 8 bytes of a box header, or 16 when the box has a 64-bit size. */
  private int header(byte[] bytes, int from, int left) throws IOException {
    if (heldBytes == 0) {
      boxStart = position;
    }
    int wanted = heldBytes >= 8 && ByteBuffer.wrap(held).getInt(0) == 1 ? 16 : 8;
    int taken = Math.min(wanted - heldBytes, left);
    hold(bytes, from, taken);
    ByteBuffer header = ByteBuffer.wrap(held, 0, heldBytes);
    if (heldBytes < 8 || (header.getInt(0) == 1 && heldBytes < 16)) {
      return taken;
    }
    long size =
        header.getInt(0) == 1 ? header.getLong(8) : Integer.toUnsignedLong(header.getInt(0));
    header.position(4);
    type = Mp4Box.type(header);
    if (size < heldBytes) {
      throw new IOException("a box '" + type + "' of impossible size");
    }
    boxLeft = size - heldBytes;
    heldBytes = 0;
    if (isParsed(type) && boxLeft > MAX_HELD) {
      throw new IOException("a box '" + type + "' larger than can be looked at");
    }
    return taken;
  }

  private int body(byte[] bytes, int from, int left) {
    int taken = (int) Math.min(boxLeft, left);
    if (isParsed(type)) {
      hold(bytes, from, taken);
    }
    boxLeft -= taken;
    return taken;
  }

  private void endBox() throws IOException {
    boxLeft = -1;
    try {
      Mp4Box box = new Mp4Box(type, ByteBuffer.wrap(held, 0, heldBytes).slice());
      if (type.equals("moov")) {
        readTracks(box);
      } else if (type.equals("moof")) {
        readFragment(box);
      } else if (type.equals("mdat")) {
        mediaEnd = position;
      }
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException // of a position beyond the end of a box
        | ArithmeticException e) {
      throw new IOException("a box '" + type + "' ends too early or has impossible numbers", e);
    }
    heldBytes = 0;
  }

  private void readTracks(Mp4Box moov) throws IOException {
    List<Mp4Track> found = new ArrayList<>();
    for (Mp4Box trak : moov.children("trak")) {
      found.add(Mp4Track.read(trak, moov));
    }
    tracks = found;
    picture = found.stream().filter(Mp4Track::video).findFirst().orElse(null);
  }

  private void readFragment(Mp4Box moof) throws IOException {
    if (firstFragment < 0) {
      firstFragment = boxStart;
    }
    @Nullable FragmentTimes shown = picture == null ? null : FragmentTimes.read(moof, picture);
    // a fragment with sound alone belongs to the previous segment: a segment begins with a picture
    if (shown != null) {
      long offset = times.isEmpty() ? firstFragment : mediaEnd;
      if (!offsets.isEmpty() && offset <= offsets.get(offsets.size() - 1)) {
        throw new IOException("a fragment without media");
      }
      offsets.add(offset);
      times.add(shown);
    }
  }

  private static boolean isParsed(String type) {
    return type.equals("moov") || type.equals("moof");
  }

  private void hold(byte[] bytes, int from, int length) {
    if (heldBytes + length > held.length) {
      held = java.util.Arrays.copyOf(held, Math.max(held.length * 2, heldBytes + length));
    }
    System.arraycopy(bytes, from, held, heldBytes, length);
    heldBytes += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
