package io.sealcast.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Passes a fragmented MP4 on to another stream and records the times and byte ranges of its
 * segments. A segment begins with a {@code moof} box that has pictures, or with any in a file of
 * sound alone; the box is passed on only after it was parsed, so that a listener can direct a
 * segment elsewhere. The {@link TrackInits} are passed on after the {@code moov}; all positions
 * count their bytes too. Other bytes are passed on as they are. At most one {@code moov} or {@code
 * moof} box is buffered, and the initialization segment is kept; media data is never buffered. Not
 * thread-safe.
 */
public final class FragmentIndexer extends OutputStream {
  private static final int MAX_HELD = 8 << 20;

  /** Limit of the initialization segment in bytes, which is kept in memory. */
  private static final int MAX_INIT = 16 << 20;

  /** Is told where segments begin. */
  interface SegmentListener {
    /**
     * A segment begins. Its first {@code moof} with pictures is passed on after this call;
     * everything before it has been passed on.
     *
     * @param number number of the segment, from 0
     * @param start time in seconds at which its first picture is shown
     * @param offset position of its first byte in the file
     */
    void begins(int number, double start, long offset) throws IOException;
  }

  private final OutputStream out;
  private final SegmentListener listener;
  private final List<FragmentTimes> times = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private final ByteArrayOutputStream init = new ByteArrayOutputStream();

  /** The sound of each segment, of which the last one may get more. */
  private final List<SegmentSound> sounds = new ArrayList<>();

  private byte[] fileType = new byte[0];
  private List<Mp4Track> tracks = List.of();

  /** The track by which segments are divided: the picture, or sound that is alone. */
  private @Nullable Mp4Track leading;

  private FragmentIndex.@Nullable Inits inits;

  /**
   * The bytes that weren't passed on yet: the header of the current box, and its body if it is a
   * box that is parsed.
   */
  private byte[] held = new byte[4096];

  private int heldBytes;
  private int headerBytes;
  private String type = "";
  private long boxLeft = -1;
  private long boxStart;
  private long position;
  private long firstFragment = -1;
  private long mediaEnd;

  /** What follows the box that is held. */
  private byte[] added = new byte[0];

  public FragmentIndexer(OutputStream out) {
    this(out, (number, start, offset) -> {});
  }

  FragmentIndexer(OutputStream out, SegmentListener listener) {
    this.out = out;
    this.listener = listener;
  }

  /** Number of bytes passed on so far, or held back. */
  public long size() {
    return position;
  }

  /**
   * Returns the index of the whole file. It is called after the last byte was written.
   *
   * @throws IOException when the file ends in the middle of a box or holds nothing to play
   */
  public FragmentIndex finish() throws IOException {
    if (boxLeft >= 0 || heldBytes > 0 || mediaEnd == 0 || times.isEmpty()) {
      throw new IOException("the MP4 ended before it was complete");
    }
    return index(0, times.size());
  }

  /** Number of bytes before the first {@code moof}; negative before it was parsed. */
  long initSize() {
    return firstFragment;
  }

  /** Returns the initialization segment: all bytes before the first {@code moof}. */
  byte[] init() {
    return init.toByteArray();
  }

  private void pass(byte[] bytes, int from, int length) throws IOException {
    if (firstFragment < 0) {
      if (init.size() + length > MAX_INIT) {
        throw new IOException("an initialization segment larger than can be kept");
      }
      init.write(bytes, from, length);
    }
    out.write(bytes, from, length);
  }

  /**
   * Returns the index of some segments, with offsets in the whole file.
   *
   * @param from number of the first segment
   * @param to number of the segment after the last one. It is at most the number of segments that
   *     have ended
   */
  FragmentIndex index(int from, int to) {
    List<FragmentIndex.Fragment> fragments = new ArrayList<>();
    for (int i = from; i < to; i++) {
      boolean last = i == times.size() - 1;
      double end = last ? times.get(i).end() : times.get(i + 1).start();
      long next = last ? position : offsets.get(i + 1);
      double start = times.get(i).start();
      fragments.add(
          new FragmentIndex.Fragment(
              start,
              end - start,
              times.get(i).pictures(),
              offsets.get(i),
              next - offsets.get(i),
              sounds.get(i).apart(offsets.get(i), next)));
    }
    String codecs = tracks.stream().map(Mp4Track::codec).collect(Collectors.joining(","));
    return new FragmentIndex(firstFragment, Optional.ofNullable(inits), fragments, codecs);
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
    headerBytes = heldBytes;
    if (!isParsed(type)) {
      passHeld();
    } else if (boxLeft > MAX_HELD) {
      throw new IOException("a box '" + type + "' larger than can be looked at");
    }
    return taken;
  }

  private int body(byte[] bytes, int from, int left) throws IOException {
    int taken = (int) Math.min(boxLeft, left);
    if (isParsed(type)) {
      hold(bytes, from, taken);
    } else {
      pass(bytes, from, taken);
    }
    boxLeft -= taken;
    return taken;
  }

  private void passHeld() throws IOException {
    pass(held, 0, heldBytes);
    heldBytes = 0;
  }

  private void endBox() throws IOException {
    boxLeft = -1;
    boolean begins = false;
    try {
      if (type.equals("ftyp")) {
        fileType = Arrays.copyOf(held, heldBytes);
      } else if (type.equals("moov")) {
        readTracks(heldBox());
      } else if (type.equals("moof")) {
        begins = readFragment(heldBox());
      } else if (type.equals("mdat")) {
        mediaEnd = position;
      }
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException // of a position beyond the end of a box
        | ArithmeticException e) {
      throw new IOException("a box '" + type + "' ends too early or has impossible numbers", e);
    }
    if (begins) {
      int number = times.size() - 1;
      listener.begins(number, times.get(number).start(), offsets.get(number));
    }
    passHeld();
    if (added.length > 0) {
      pass(added, 0, added.length);
      position += added.length;
      added = new byte[0];
    }
  }

  private Mp4Box heldBox() {
    ByteBuffer body = ByteBuffer.wrap(held, headerBytes, heldBytes - headerBytes);
    return new Mp4Box(type, body.slice());
  }

  private void readTracks(Mp4Box moov) throws IOException {
    List<Mp4Track> found = new ArrayList<>();
    for (Mp4Box trak : moov.children("trak")) {
      found.add(Mp4Track.read(trak, moov));
    }
    tracks = found;
    leading =
        found.stream()
            .filter(Mp4Track::video)
            .findFirst()
            .orElse(found.isEmpty() ? null : found.get(0));
    if (inits == null && firstFragment < 0) {
      Optional<TrackInits> made = TrackInits.of(fileType, moov, found);
      inits = made.map(of -> of.extents(position)).orElse(null);
      added = made.map(TrackInits::boxes).orElse(added);
    }
  }

  /** Reads a fragment and returns whether it begins a segment. */
  private boolean readFragment(Mp4Box moof) throws IOException {
    if (firstFragment < 0) {
      firstFragment = boxStart;
    }
    @Nullable FragmentTimes shown = leading == null ? null : timesOf(moof, leading);
    @Nullable FragmentTimes heard = inits == null ? null : FragmentTimes.read(moof, tracks.get(1));
    // a fragment with sound alone belongs to the previous segment: a segment begins with a picture
    if (shown == null) {
      if (!sounds.isEmpty() && heard != null) {
        sounds.get(sounds.size() - 1).add(boxStart, heard);
      }
      return false;
    }
    long offset = times.isEmpty() ? firstFragment : boxStart;
    if (!offsets.isEmpty() && mediaEnd <= offsets.get(offsets.size() - 1)) {
      throw new IOException("a fragment without media");
    }
    offsets.add(offset);
    times.add(shown);
    sounds.add(new SegmentSound(inits != null && heard == null && offset == boxStart));
    return true;
  }

  /** Reads the times of a track. What an encoder prepends to sound isn't heard. */
  private static @Nullable FragmentTimes timesOf(Mp4Box moof, Mp4Track track) throws IOException {
    FragmentTimes times = FragmentTimes.read(moof, track);
    return times == null || track.video() ? times : times.fromZero();
  }

  private static boolean isParsed(String type) {
    return type.equals("ftyp") || type.equals("moov") || type.equals("moof");
  }

  private void hold(byte[] bytes, int from, int length) {
    if (heldBytes + length > held.length) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, heldBytes + length));
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
