package io.sealcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests with boxes written by hand according to ISO/IEC 14496-12. */
class FragmentIndexerTest {
  private static final String FULL = "00000000";

  /** Builds a box from bodies in hexadecimal. */
  static String box(String type, String... bodies) {
    String body = String.join("", bodies);
    String letters = HexFormat.of().formatHex(type.getBytes());
    return String.format("%08x", 8 + body.length() / 2) + letters + body;
  }

  static String zeros(int bytes) {
    return "00".repeat(bytes);
  }

  private static String track(int id, int timescale, String handler, String entry) {
    String letters = HexFormat.of().formatHex(handler.getBytes());
    return box(
        "trak",
        box("tkhd", FULL, zeros(8), String.format("%08x", id), zeros(68)),
        box(
            "mdia",
            box("mdhd", FULL, zeros(8), String.format("%08x", timescale), zeros(8)),
            box("hdlr", FULL, zeros(4), letters, zeros(13)),
            box("minf", box("stbl", box("stsd", FULL, "00000001", entry)))));
  }

  static String moov() {
    String avc1 = box("avc1", zeros(78), box("avcC", "0164001fffe10000"));
    String esds =
        box("esds", FULL, "0319000100", "0411", "40", zeros(12), "0502", "1190", "060102");
    String mp4a = box("mp4a", zeros(28), esds);
    return box(
        "moov",
        track(1, 1000, "vide", avc1),
        track(2, 48000, "soun", mp4a),
        box(
            "mvex",
            box("trex", FULL, "00000001", "00000001", "00000028", zeros(8)),
            box("trex", FULL, "00000002", "00000001", "00000400", zeros(8))));
  }

  /** Returns the {@code moov} of a file without sound. */
  static String silentMoov() {
    return box(
        "moov",
        track(1, 1000, "vide", box("avc1", zeros(78), box("avcC", "0164001fffe10000"))),
        box("mvex", box("trex", FULL, "00000001", "00000001", "00000028", zeros(8))));
  }

  /** Two pictures of 40 ms, shown 80 ms after their decoding time, in reverse order. */
  static String pictures(int time) {
    return box("moof", box("mfhd", FULL, "00000001"), pictureTraf(time));
  }

  private static String pictureTraf(int time) {
    return box(
        "traf",
        box("tfhd", "00020000", "00000001"),
        box("tfdt", "01000000", String.format("%016x", time)),
        box("trun", "00000801", "00000002", "00000000", "00000078", "00000028"));
  }

  static String sound() {
    return sound(0);
  }

  /** One frame of 1024 samples. */
  private static String sound(int time) {
    return box("moof", soundTraf(time));
  }

  private static String soundTraf(int time) {
    return box(
        "traf",
        box("tfhd", "00020000", "00000002"),
        box("tfdt", FULL, String.format("%08x", time)),
        box("trun", FULL, "00000001"));
  }

  static byte[] bytes(String... boxes) {
    return HexFormat.of().parseHex(String.join("", boxes));
  }

  private static FragmentIndex index(byte[] mp4, int slice) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FragmentIndexer indexer = new FragmentIndexer(out)) {
      for (int i = 0; i < mp4.length; i += slice) {
        indexer.write(mp4, i, Math.min(slice, mp4.length - i));
      }
      FragmentIndex index = indexer.finish();
      assertThat(withoutInits(out.toByteArray(), index)).isEqualTo(mp4);
      return index;
    }
  }

  /** Returns a file without the boxes that were added to it. */
  static byte[] withoutInits(byte[] mp4, FragmentIndex index) {
    if (index.inits().isEmpty()) {
      return mp4;
    }
    FragmentIndex.Inits inits = index.inits().get();
    int from = (int) inits.picture().offset() - 8;
    int to = (int) (inits.sound().offset() + inits.sound().size());
    byte[] without = Arrays.copyOf(mp4, mp4.length - (to - from));
    System.arraycopy(mp4, to, without, from, mp4.length - to);
    return without;
  }

  /** Returns the bytes before the first fragment of a file with picture and sound. */
  static byte[] init() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FragmentIndexer indexer = new FragmentIndexer(out)) {
      indexer.write(bytes(FTYP, moov()));
    }
    return out.toByteArray();
  }

  /** Returns how a fragment without sound can be read. */
  private static Optional<FragmentIndex.Apart> silent(long size) {
    return Optional.of(new FragmentIndex.Apart(size, Optional.empty()));
  }

  static final String FTYP = box("ftyp", "69736f35", FULL);
  static final String MDAT = box("mdat", zeros(100));

  @Test
  void notesStartDurationOffsetAndSize() throws IOException {
    FragmentIndex index =
        index(bytes(FTYP, moov(), pictures(0), MDAT, pictures(2000), MDAT), 1 << 20);

    long init = init().length;
    long size = bytes(pictures(0), MDAT).length;
    assertThat(index.initSize()).isEqualTo(init);
    assertThat(index.codecs()).isEqualTo("avc1.64001f,mp4a.40.2");
    assertThat(index.fragments())
        .containsExactly(
            new FragmentIndex.Fragment(0.08, 2.08 - 0.08, 2, init, size, silent(size)),
            new FragmentIndex.Fragment(2.08, 2.16 - 2.08, 2, init + size, size, silent(size)));
  }

  /** AV1 Codec ISO Media File Format Binding, 2.3 and 5: profile, level, tier, bits of a sample. */
  @ParameterizedTest
  @CsvSource({
    "81050c00, av01.0.05M.08",
    "81004c00, av01.0.00M.10",
    "814dcc00, av01.2.13H.10",
    "814d6c00, av01.2.13M.12"
  })
  void namesTheCodecOfAv1(String configuration, String codec) throws IOException {
    String av01 = box("av01", zeros(78), box("av1C", configuration));
    String moov =
        box(
            "moov",
            track(1, 1000, "vide", av01),
            box("mvex", box("trex", FULL, "00000001", "00000001", "00000028", zeros(8))));

    assertThat(index(bytes(FTYP, moov, pictures(0), MDAT), 64).codecs()).isEqualTo(codec);
  }

  @Test
  void doesNotCareHowTheBytesAreCut() throws IOException {
    byte[] mp4 = bytes(FTYP, moov(), pictures(0), MDAT, pictures(2000), MDAT);
    FragmentIndex whole = index(mp4, mp4.length);

    for (int slice : new int[] {1, 2, 3, 7, 8, 9, 64, 1000}) {
      assertThat(index(mp4, slice)).as("slices of %d", slice).isEqualTo(whole);
    }
  }

  @Test
  void readsA64BitSize() throws IOException {
    String large = "00000001" + "6d646174" + String.format("%016x", 116) + zeros(100);
    FragmentIndex index = index(bytes(FTYP, moov(), pictures(0), large), 5);

    assertThat(index.fragments().get(0).size()).isEqualTo(bytes(pictures(0), large).length);
  }

  @Test
  void givesSoundAloneToTheSegmentBefore() throws IOException {
    FragmentIndex index =
        index(bytes(FTYP, moov(), pictures(0), MDAT, sound(), MDAT, pictures(2000), MDAT), 50);

    assertThat(index.fragments()).hasSize(2);
    assertThat(index.fragments().get(0).size())
        .isEqualTo(bytes(pictures(0), MDAT, sound(), MDAT).length);
  }

  @Test
  void notesWhereTheSoundOfASegmentIs() throws IOException {
    FragmentIndex index =
        index(
            bytes(
                FTYP,
                moov(),
                pictures(0) + MDAT + sound() + MDAT + sound(1024) + MDAT,
                pictures(2000) + MDAT),
            50);

    long pictureSize = bytes(pictures(0), MDAT).length;
    assertThat(index.fragments().get(0).apart())
        .contains(
            new FragmentIndex.Apart(
                pictureSize, Optional.of(new FragmentIndex.Sound(0, 2048 / 48_000.0))));
    assertThat(index.fragments().get(1).apart()).isEqualTo(silent(pictureSize));
  }

  @Test
  void aBoxWithPictureAndSoundCanNotBeReadApart() throws IOException {
    String both = box("moof", pictureTraf(0), soundTraf(0));
    FragmentIndex index = index(bytes(FTYP, moov(), both, MDAT, pictures(2000), MDAT), 50);

    assertThat(index.fragments())
        .extracting(f -> f.apart().isPresent())
        .containsExactly(false, true);
  }

  @Test
  void soundBeforeTheFirstPictureCanNotBeReadApart() throws IOException {
    FragmentIndex index = index(bytes(FTYP, moov(), sound(), MDAT, pictures(0), MDAT), 50);

    assertThat(index.fragments().get(0).apart()).isEmpty();
  }

  @Test
  void aFileOfOneTrackStaysAsItIs() throws IOException {
    FragmentIndex index = index(bytes(FTYP, silentMoov(), pictures(0), MDAT), 50);

    assertThat(index.inits()).isEmpty();
    assertThat(index.initSize()).isEqualTo(bytes(FTYP, silentMoov()).length);
    assertThat(index.fragments().get(0).apart()).isEmpty();
  }

  @Test
  void refusesWhatEndsTooEarly() {
    byte[] mp4 = bytes(FTYP, moov(), pictures(0), MDAT);
    for (int length : new int[] {mp4.length - 1, mp4.length - 101, 20, 0}) {
      assertThatThrownBy(() -> index(Arrays.copyOf(mp4, length), 64))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesAFragmentWithoutMediaBeforeTheNext() {
    byte[] mp4 = bytes(FTYP, moov(), pictures(0), pictures(2000), MDAT);
    assertThatThrownBy(() -> index(mp4, 64)).isInstanceOf(IOException.class);
  }

  @Test
  void refusesABoxThatCanNotBe() throws IOException {
    try (FragmentIndexer indexer = new FragmentIndexer(OutputStream.nullOutputStream())) {
      assertThatThrownBy(() -> indexer.write(bytes("00000003", "6d6f6f66")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesBoxesThatAreShorterThanTheirFields() {
    String shortHeader = box("traf", box("tfhd", "0000000b", "00000001"), box("tfdt", FULL));
    assertThatThrownBy(() -> index(bytes(FTYP, moov(), box("moof", shortHeader), MDAT), 64))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesATrackWithoutAUnitOfTime() {
    String moov = box("moov", track(1, 0, "vide", box("vp09", zeros(78))), box("mvex"));
    assertThatThrownBy(() -> index(bytes(FTYP, moov, pictures(0), MDAT), 64))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unit of time");
  }

  @Test
  void refusesACodecThatIsNoPlainText() {
    String entry = box("a\"\nb", zeros(78));
    String moov = box("moov", track(1, 1000, "vide", entry), box("mvex"));
    assertThatThrownBy(() -> index(bytes(FTYP, moov, pictures(0), MDAT), 64))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plain text");
  }

  @Test
  @Timeout(10)
  void countsSamplesThatAreAllAlikeWithoutALoop() throws IOException {
    FragmentIndex index = index(bytes(FTYP, moov(), countedPictures("7fffffff"), MDAT), 64);

    // 2^31 - 1 pictures of 40 ms
    assertThat(index.fragments().get(0).duration()).isEqualTo(0x7fffffff * 0.04);
    assertThat(index.fragments().get(0).pictures()).isEqualTo(0x7fffffff);

    String many = (countedPictures("7fffffff") + MDAT).repeat(1000);
    assertThat(index(bytes(FTYP, moov(), many), 1 << 20).fragments()).hasSize(1000);
    assertThatThrownBy(() -> index(bytes(FTYP, moov(), countedPictures("ffffffff"), MDAT), 64))
        .isInstanceOf(IOException.class);
  }

  /** Returns a valid file, and files with boxes that only an attacker would write. */
  static List<byte[]> odd() {
    return List.of(
        bytes(FTYP, moov(), pictures(0), MDAT, pictures(2000), MDAT),
        bytes(FTYP, moov(), pictures(0), MDAT, sound(), MDAT),
        bytes(FTYP, moov(), pictures(0), pictures(2000), MDAT),
        bytes(FTYP, moov(), sound(), MDAT, pictures(0), MDAT, moov(), pictures(2000), MDAT),
        bytes(FTYP, moov(), box("moof", pictureTraf(0), soundTraf(0)), MDAT),
        bytes(moov(), FTYP, pictures(0), MDAT, sound(), MDAT),
        bytes(FTYP, silentMoov(), pictures(0), MDAT, sound(), MDAT),
        // three parts
        bytes(
            FTYP,
            moov(),
            pictures(0) + MDAT + pictures(5000) + MDAT,
            sound() + MDAT + pictures(14000) + MDAT),
        // sizes: up to the end of the file, 64 bits, and too small or too large for those
        bytes("000000006d646174"),
        bytes("000000016d646174ffffffffffffffff"),
        bytes("000000016d6461740000000000000008"),
        bytes(FTYP, "000000016d6f6f760000000000000010"),
        bytes("7fffffff6d6f6f76"),
        // boxes that are shorter than their fields
        bytes(box("moov", box("trak", box("tkhd", FULL)))),
        bytes(box("moov", track(1, 1000, "vide", box("avc1", zeros(4))))),
        bytes(box("moov", track(1, 1000, "vide", ""))),
        bytes(
            FTYP,
            moov(),
            box("moof", box("traf", box("tfhd", "0000000b", "00000001"), box("tfdt", FULL)))),
        // more pictures than there are bytes, of no length each
        bytes(FTYP, moov(), countedPictures("7fffffff"), MDAT),
        bytes(FTYP, moov(), countedPictures("ffffffff"), MDAT),
        // no time unit
        bytes(
            FTYP,
            box(
                "moov",
                track(1, 0, "vide", box("vp09", zeros(78))),
                box("mvex", box("trex", FULL, "00000001", "00000001", "00000028", zeros(8)))),
            pictures(0),
            MDAT));
  }

  private static String countedPictures(String count) {
    return box(
        "moof",
        box(
            "traf",
            box("tfhd", "00020000", "00000001"),
            box("tfdt", "01000000", zeros(8)),
            box("trun", "00000000", count)));
  }
}
