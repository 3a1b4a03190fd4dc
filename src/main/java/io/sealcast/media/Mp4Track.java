package io.sealcast.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A track as the {@code moov} of a fragmented MP4 describes it.
 *
 * @param id number by which fragments refer to the track
 * @param timescale time units per second
 * @param video whether it is a picture track; otherwise it is a sound track
 * @param defaultDuration duration of a sample in time units, for fragments that don't state one
 * @param editStart media time, in time units, that an edit list shows at 0
 * @param codec codec string by RFC 6381
 */
record Mp4Track(
    long id, long timescale, boolean video, long defaultDuration, long editStart, String codec) {
  private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Za-z0-9 .-]{4}");
  private static final int VISUAL_ENTRY = 78;
  private static final int AUDIO_ENTRY = 28;
  private static final int HIGH_TIER = 0x80;
  private static final int HIGH_BIT_DEPTH = 0x40;
  private static final int TWELVE_BIT = 0x20;
  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG = 4;
  private static final int DECODER_SPECIFIC = 5;

  /**
   * Reads a {@code trak} box. {@code moov} is the box that contains it.
   *
   * @throws IOException when a box is missing or has a form that Sealcast's renditions don't have
   */
  static Mp4Track read(Mp4Box trak, Mp4Box moov) throws IOException {
    ByteBuffer tkhd = trak.find("tkhd").body();
    long id = Integer.toUnsignedLong(tkhd.getInt(tkhd.get(0) == 1 ? 20 : 12));
    ByteBuffer mdhd = trak.find("mdia", "mdhd").body();
    long timescale = Integer.toUnsignedLong(mdhd.getInt(mdhd.get(0) == 1 ? 20 : 12));
    if (timescale == 0) {
      throw new IOException("a track without a unit of time");
    }
    ByteBuffer hdlr = trak.find("mdia", "hdlr").body();
    hdlr.position(8);
    boolean video = Mp4Box.type(hdlr).equals("vide");
    ByteBuffer entries = trak.find("mdia", "minf", "stbl", "stsd").body();
    entries.position(8);
    Mp4Box entry = Mp4Box.read(entries).get(0);
    return new Mp4Track(
        id, timescale, video, defaultDuration(moov, id), editStart(trak), codec(entry));
  }

  private static long defaultDuration(Mp4Box moov, long id) throws IOException {
    for (Mp4Box trex : moov.find("mvex").children("trex")) {
      ByteBuffer body = trex.body();
      if (Integer.toUnsignedLong(body.getInt(4)) == id) {
        return Integer.toUnsignedLong(body.getInt(12));
      }
    }
    return 0;
  }

  /**
   * Returns the media time of the edit list's only entry (ISO/IEC 14496-12, 8.6.6). ffmpeg writes
   * no more than one entry.
   */
  private static long editStart(Mp4Box trak) throws IOException {
    List<Mp4Box> edits = trak.children("edts");
    if (edits.isEmpty()) {
      return 0;
    }
    ByteBuffer elst = edits.get(0).find("elst").body();
    boolean wide = elst.get() == 1;
    int entries = elst.getInt(4);
    long mediaTime = wide ? elst.getLong(16) : elst.getInt(12);
    if (entries != 1 || mediaTime < 0) {
      throw new IOException("an edit list that players wouldn't obey");
    }
    return mediaTime;
  }

  private static String codec(Mp4Box entry) throws IOException {
    ByteBuffer body = entry.body();
    if (entry.type().equals("avc1") || entry.type().equals("avc3")) {
      ByteBuffer avcC = childAfter(body, VISUAL_ENTRY, "avcC");
      byte[] profile = new byte[3];
      avcC.position(1);
      avcC.get(profile);
      return entry.type() + "." + HexFormat.of().formatHex(profile);
    }
    if (entry.type().equals("av01")) {
      return av01(childAfter(body, VISUAL_ENTRY, "av1C"));
    }
    if (entry.type().equals("mp4a")) {
      return mp4a(childAfter(body, AUDIO_ENTRY, "esds"));
    }
    // it goes into manifests and answers
    if (!PLAIN_TYPE.matcher(entry.type()).matches()) {
      throw new IOException("a codec whose name isn't plain text");
    }
    return entry.type();
  }

  /**
   * Builds the codec string from the codec configuration (AV1 Codec ISO Media File Format Binding,
   * 2.3 and 5): profile, level, tier and bits of a sample. The other fields are left out: they say
   * by default that there are colours in 4:2:0 of standard dynamic range.
   */
  private static String av01(ByteBuffer av1C) {
    int profileAndLevel = av1C.get(1) & 0xff;
    int flags = av1C.get(2) & 0xff;
    int bits = (flags & HIGH_BIT_DEPTH) == 0 ? 8 : (flags & TWELVE_BIT) == 0 ? 10 : 12;
    return String.format(
        Locale.ROOT,
        "av01.%d.%02d%s.%02d",
        profileAndLevel >> 5,
        profileAndLevel & 0x1f,
        (flags & HIGH_TIER) == 0 ? "M" : "H",
        bits);
  }

  private static ByteBuffer childAfter(ByteBuffer body, int fields, String type)
      throws IOException {
    body.position(fields);
    return new Mp4Box("entry", body.slice()).find(type).body();
  }

  /**
   * Builds the codec string from the ES descriptor (ISO/IEC 14496-1, 7.2.6): the object type, and
   * for AAC the audio object type from the decoder configuration.
   */
  private static String mp4a(ByteBuffer esds) throws IOException {
    esds.position(4);
    descend(esds, ES_DESCRIPTOR);
    esds.getShort();
    int flags = esds.get();
    if ((flags & 0xe0) != 0) {
      throw new IOException("an ES descriptor with options that aren't written here");
    }
    descend(esds, DECODER_CONFIG);
    int objectType = esds.get() & 0xff;
    String codec = String.format(Locale.ROOT, "mp4a.%02x", objectType);
    if (objectType != 0x40) {
      return codec;
    }
    esds.position(esds.position() + 12);
    descend(esds, DECODER_SPECIFIC);
    return codec + "." + ((esds.get() & 0xff) >> 3);
  }

  /** Skips the tag of a descriptor and its length field of 1 to 4 bytes. */
  private static void descend(ByteBuffer in, int tag) throws IOException {
    if ((in.get() & 0xff) != tag) {
      throw new IOException("descriptor " + tag + " isn't where it should be");
    }
    for (int i = 0; i < 4 && (in.get() & 0x80) != 0; i++) {
      // the length isn't needed
    }
  }
}
