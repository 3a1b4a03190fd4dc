package io.sealcast.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The initialization segments of the tracks of a file, each for a player that fetches one track
 * alone. The body of a box {@code free} is such a segment: {@code ftyp}, and {@code moov} with the
 * one track. Players of the whole file skip these boxes (ISO/IEC 14496-12, section 8.1.2). Ids and
 * edit lists of the tracks stay, so that the fragments fit to both.
 *
 * @param boxes the boxes {@code free}, of the first and the second track
 * @param firstSize bytes of the first of them
 */
@SuppressWarnings("ArrayRecordComponent") // it is never compared
record TrackInits(byte[] boxes, int firstSize) {
  private static final int HEADER = 8;

  /**
   * Creates the boxes for a file with a picture as its first track and sound as its second and last
   * one; empty for any other.
   *
   * @param fileType the box {@code ftyp}; empty when the file has none
   * @param tracks the tracks of the {@code moov} in their order
   */
  static Optional<TrackInits> of(byte[] fileType, Mp4Box moov, List<Mp4Track> tracks)
      throws IOException {
    boolean pictureAndSound =
        tracks.size() == 2
            && tracks.get(0).video()
            && !tracks.get(1).video()
            && tracks.get(0).id() != tracks.get(1).id();
    if (fileType.length == 0 || !pictureAndSound) {
      return Optional.empty();
    }
    ByteArrayOutputStream boxes = new ByteArrayOutputStream();
    boxes.writeBytes(free(fileType, moov, 0, tracks.get(0)));
    int firstSize = boxes.size();
    boxes.writeBytes(free(fileType, moov, 1, tracks.get(1)));
    return Optional.of(new TrackInits(boxes.toByteArray(), firstSize));
  }

  /**
   * Returns where the initialization segments are.
   *
   * @param position position of the boxes in the file
   */
  FragmentIndex.Inits extents(long position) {
    long secondSize = (long) boxes.length - firstSize;
    return new FragmentIndex.Inits(
        new FragmentIndex.Extent(position + HEADER, firstSize - HEADER),
        new FragmentIndex.Extent(position + firstSize + HEADER, secondSize - HEADER));
  }

  private static byte[] free(byte[] fileType, Mp4Box moov, int number, Mp4Track track)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(fileType);
    body.writeBytes(ofTrack(moov, number, track));
    return box("free", body);
  }

  /** Returns the {@code moov} with one of its tracks. */
  private static byte[] ofTrack(Mp4Box moov, int number, Mp4Track track) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int traks = 0;
    for (Mp4Box child : moov.children()) {
      switch (child.type()) {
        case "trak" -> {
          if (traks == number) {
            body.writeBytes(box("trak", bytes(child)));
          }
          traks++;
        }
        case "mvex" -> body.writeBytes(ofTrack(child, track));
        default -> body.writeBytes(box(child.type(), bytes(child)));
      }
    }
    return box("moov", body);
  }

  /** Returns the {@code mvex} with what it has to one track. */
  private static byte[] ofTrack(Mp4Box mvex, Mp4Track track) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Mp4Box child : mvex.children()) {
      boolean other =
          child.type().equals("trex")
              && Integer.toUnsignedLong(child.body().getInt(4)) != track.id();
      if (!other) {
        body.writeBytes(box(child.type(), bytes(child)));
      }
    }
    return box("mvex", body);
  }

  private static ByteArrayOutputStream bytes(Mp4Box box) {
    ByteBuffer body = box.body();
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    out.writeBytes(bytes);
    return out;
  }

  private static byte[] box(String type, ByteArrayOutputStream body) {
    return ByteBuffer.allocate(HEADER + body.size())
        .putInt(HEADER + body.size())
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(body.toByteArray())
        .array();
  }
}
