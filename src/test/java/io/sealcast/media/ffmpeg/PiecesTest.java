package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PieceStore;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that pieces of pictures are together what one run makes. */
@Timeout(240)
class PiecesTest {
  private static final MediaLab LAB = new MediaLab();

  @TempDir static Path folder;

  /** The brightness of a picture follows from its number. */
  private static final String RAMP =
      "-f lavfi -i color=black:s=64x64:r=%s:d=152,geq=lum=mod(N\\,8)*28+20:cb=128:cr=128"
          + " -f lavfi -i sine=duration=152 ";

  /** A store of one processor, which keeps pieces in memory. */
  private static class LocalStore implements PieceStore {
    final Map<String, byte[]> made = new ConcurrentHashMap<>();
    final List<String> order = new CopyOnWriteArrayList<>();
    private final MediaSource source;
    private final MediaInfo info;
    private final List<PicturePiece> offered = new CopyOnWriteArrayList<>();

    LocalStore(byte[] film) {
      source = MediaLab.source(film);
      info = LAB.probe.probe(source, new Cancellation());
    }

    @Override
    public void offer(List<PicturePiece> pieces) {
      offered.clear();
      offered.addAll(pieces);
    }

    @Override
    public boolean makeNext(Cancellation cancellation) {
      for (PicturePiece piece : offered) {
        if (!made.containsKey(piece.name())) {
          make(piece, cancellation);
          return true;
        }
      }
      return false;
    }

    private void make(PicturePiece piece, Cancellation cancellation) {
      MediaLab.MemorySink sink = new MediaLab.MemorySink();
      List<Integer> progress = new CopyOnWriteArrayList<>();
      LAB.transcoder.makePiece(source, info, piece, sink, progress::add, cancellation);
      assertThat(progress).isSorted().allMatch(percent -> percent >= 0 && percent <= 100);
      order.add(piece.name());
      made.put(piece.name(), sink.toBytes(piece.name()));
    }

    @Override
    public Optional<MediaSource> find(PicturePiece piece) {
      return Optional.ofNullable(made.get(piece.name())).map(MediaLab::source);
    }
  }

  private record Listener(PieceStore store, List<String> events) implements PartListener {
    @Override
    public void published(RenditionPart part) {
      events.add(part.name().replaceFirst(".*-", ""));
    }

    @Override
    public void withdrawn(String rendition) {
      events.add("withdrawn");
    }

    @Override
    public Optional<PieceStore> pieces() {
      return Optional.of(store);
    }
  }

  private static byte[] film(String rate, String arguments) throws IOException {
    return generate(String.format(RAMP, rate) + "-t 152 -pix_fmt yuv420p " + arguments);
  }

  /** Makes a file: what ffmpeg writes to a pipe has no index. */
  private static byte[] generate(String arguments) throws IOException {
    Path file = folder.resolve(UUID.randomUUID().toString());
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.add(file.toString());
    all.addAll(List.of("-t", "0.1", "-f", "null"));
    LAB.generate(all.toArray(String[]::new));
    return Files.readAllBytes(file);
  }

  private static MediaLab.Made inPieces(byte[] film, PieceStore store, List<String> events) {
    MediaSource source = MediaLab.source(film);
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Rendition rendition =
        LAB.transcoder.defaultRendition(
            source,
            LAB.probe.probe(source, new Cancellation()),
            sink,
            new Listener(store, events),
            percent -> {},
            new Cancellation());
    return new MediaLab.Made(rendition, sink.toBytes(rendition));
  }

  @Test
  void piecesAreWhatOneRunMakes() throws IOException {
    areWhatOneRunMakes(film("25", "-c:v mpeg4 -q:v 2 -bf 2 -g 100 -c:a aac -f matroska"));
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource(
      delimiter = '|',
      value = {
        "HEVC      | 30000/1001 | -c:v libx265 -preset ultrafast -x265-params log-level=error -f matroska",
        "late      | 24   | -c:v mpeg4 -q:v 2 -g 48 -c:a aac -output_ts_offset 7.3 -f matroska",
        "uneven    | 25   | -vf select='not(mod(n\\,3))+lt(t\\,70)' -fps_mode vfr -c:v mpeg4 -q:v 2 -f matroska",
        "slow      | 7    | -c:v mpeg4 -q:v 2 -g 70 -c:a aac -f matroska",
        "interlaced| 25   | -c:v mpeg2video -q:v 2 -flags +ildct+ilme -vf setfield=tff -f matroska",
        "film      | 24000/1001 | -c:v mpeg4 -q:v 2 -g 48 -c:a aac -f mp4",
        "silent    | 60   | -map 0:v -c:v mpeg4 -q:v 2 -f matroska"
      })
  void soAreThoseOfOtherSources(String name, String rate, String arguments) throws IOException {
    areWhatOneRunMakes(film(rate, arguments));
  }

  private static void areWhatOneRunMakes(byte[] film) throws IOException {
    LocalStore store = new LocalStore(film);
    List<String> events = new CopyOnWriteArrayList<>();

    MediaLab.Made pieces = inPieces(film, store, events);

    assertThat(store.order).as("made in order").hasSize(2).isSorted();
    assertThat(events).doesNotContain("withdrawn");
    assertThat(pieces.rendition().copied()).isFalse();
    Renditions.checkSegments(LAB, pieces);
    MediaLab.Made whole = LAB.make(MediaLab.source(film));
    assertThat(times(pieces.bytes())).isEqualTo(times(whole.bytes()));
    assertThat(keyframes(pieces.bytes())).isEqualTo(keyframes(whole.bytes()));
    assertThat(soundTimes(pieces.bytes())).isEqualTo(soundTimes(whole.bytes()));
    byte[] brightness = brightness(pieces.bytes());
    byte[] expected = brightness(whole.bytes());
    assertThat(brightness).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(brightness[i] & 0xff).as("picture %d", i).isCloseTo(expected[i] & 0xff, within(8));
    }
  }

  /** A flash of light and a tone begin every ten seconds, also where pieces begin. */
  @Test
  @Tag("long")
  void pictureAndSoundAreTogetherAtEachBorder() throws IOException {
    byte[] film =
        generate(
            "-f lavfi -i color=black:s=64x64:r=25:d=150,geq=lum=if(lt(mod(T\\,10)\\,0.2)\\,235\\,16)"
                + ":cb=128:cr=128"
                + " -f lavfi -i aevalsrc=if(lt(mod(t\\,10)\\,0.2)\\,0.8*sin(6283*t)\\,0):d=150:s=48000"
                + " -pix_fmt yuv420p -c:v mpeg4 -q:v 2 -g 100 -c:a aac -b:a 160k -f matroska");
    LocalStore store = new LocalStore(film);

    MediaLab.Made made = inPieces(film, store, new ArrayList<>());

    assertThat(store.order).hasSize(2);
    byte[] brightness = brightness(made.bytes());
    short[] sound = sound(made.bytes());
    for (int second = 0; second < 150; second += 10) {
      double flash = firstFlash(brightness, second);
      double tone = firstTone(sound, second);
      assertThat(flash).as("flash").isCloseTo(second, within(0.021));
      assertThat(tone - flash).as("tone after the flash at %d s", second).isBetween(-0.04, 0.04);
    }
  }

  private static double firstFlash(byte[] brightness, int second) {
    int picture = Math.max(0, second * 25 - 50);
    while ((brightness[picture] & 0xff) < 120) {
      picture++;
    }
    return picture / 25.0;
  }

  private static double firstTone(short[] sound, int second) {
    int sample = Math.max(0, (second - 2) * 8000);
    while (Math.abs(sound[sample]) < 4000) {
      sample++;
    }
    return sample / 8000.0;
  }

  @Test
  @Tag("long")
  void whatAnEarlierAttemptHasMadeIsUsedAgain() throws IOException {
    byte[] film = film("10", "-c:v mpeg4 -q:v 2 -g 100 -c:a aac -f matroska");
    LocalStore store = new LocalStore(film);
    MediaLab.Made first = inPieces(film, store, new ArrayList<>());
    store.order.clear();

    MediaLab.Made second = inPieces(film, store, new ArrayList<>());

    assertThat(store.order).isEmpty();
    assertThat(second.bytes()).isEqualTo(first.bytes());
  }

  /** The second piece of another processor has failed, and the third is of another encoder. */
  @Test
  @Tag("long")
  void piecesThatCanNotBeUsedAreMadeAgainHere() throws IOException {
    byte[] film = film("10", "-c:v mpeg4 -q:v 2 -g 100 -c:a aac -f matroska");
    List<String> events = new CopyOnWriteArrayList<>();
    MediaLab.Made expected = inPieces(film, new LocalStore(film), new ArrayList<>());

    MediaLab.Made made =
        inPieces(
            film,
            new LocalStore(film) {
              @Override
              public Optional<MediaSource> find(PicturePiece piece) {
                if (piece.number() == 1) {
                  throw new DomainException(ErrorCode.PROCESSING_FAILED);
                }
                return super.find(piece).map(source -> otherInit(piece));
              }

              private MediaSource otherInit(PicturePiece piece) {
                byte[] bytes = this.made.get(piece.name()).clone();
                bytes[40]++;
                return MediaLab.source(bytes);
              }
            },
            events);

    assertThat(made.bytes()).isEqualTo(expected.bytes());
    assertThat(events).doesNotContain("withdrawn");
  }

  /** Nothing is lost by that: the job is repeated. */
  @Test
  @Tag("long")
  void aPieceThatCanNotBeReadEndsTheAttempt() throws IOException {
    byte[] film = film("10", "-c:v mpeg4 -q:v 2 -g 100 -c:a aac -f matroska");
    List<String> events = new CopyOnWriteArrayList<>();
    LocalStore store =
        new LocalStore(film) {
          @Override
          public Optional<MediaSource> find(PicturePiece piece) {
            return super.find(piece).map(PiecesTest::broken);
          }
        };

    assertThatThrownBy(() -> inPieces(film, store, events))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.OBJECT_UNAVAILABLE));
    assertThat(events).isNotEmpty().doesNotContain("withdrawn");
  }

  private static MediaSource broken(MediaSource whole) {
    return new MediaSource() {
      @Override
      public long size() throws IOException {
        return whole.size();
      }

      @Override
      public int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position > size() / 2) {
          throw new IOException("the disk is gone");
        }
        return whole.read(position, target, offset, Math.min(length, 1000));
      }
    };
  }

  /** Each piece would read all before it, or hold a picture that isn't in it. */
  @ParameterizedTest
  @Tag("long")
  @ValueSource(
      strings = {
        "-movflags +frag_keyframe+empty_moov -f mp4",
        "-live 1 -f matroska",
        "-c:v libx264 -x264-params open-gop=1:keyint=50:bframes=3 -f matroska",
        "-af apad=pad_dur=90 -t 240 -f matroska"
      })
  void oneRunMakesWhatCanNotBeEnteredInItsMiddle(String format) throws IOException {
    byte[] film = film("10", "-c:v mpeg4 -q:v 2 -g 100 -c:a aac " + format);
    LocalStore store = new LocalStore(film);
    List<String> events = new CopyOnWriteArrayList<>();

    MediaLab.Made made = inPieces(film, store, events);

    assertThat(store.order).isEmpty();
    assertThat(events).doesNotContain("withdrawn");
    assertThat(made.rendition().index().duration()).isGreaterThan(149);
  }

  private static List<String> times(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream().map(packet -> packet[0]).sorted().toList();
  }

  private static List<String> soundTimes(byte[] mp4) throws IOException {
    return LAB.soundPackets(mp4).stream().map(packet -> packet[0]).toList();
  }

  private static List<String> keyframes(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream()
        .filter(packet -> packet[2].startsWith("K"))
        .map(packet -> packet[0])
        .toList();
  }

  /** Returns the brightness of each picture, from 0 to 255. */
  private static byte[] brightness(byte[] mp4) {
    return decoded(
        mp4, "-map 0:v -vf scale=1:1:flags=area,format=gray -fps_mode passthrough -f rawvideo");
  }

  /** Returns the samples of the sound, 8,000 in a second. */
  private static short[] sound(byte[] mp4) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(mp4, "-map 0:a -ac 1 -ar 8000 -f s16le"));
    short[] samples = new short[bytes.remaining() / 2];
    bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  private static byte[] decoded(byte[] mp4, String arguments) {
    byte[][] made = {new byte[0]};
    List<String> output = new ArrayList<>(List.of(arguments.split(" ")));
    output.add("pipe:1");
    try (LoopbackLink link = new LoopbackLink(MediaLab.source(mp4), null)) {
      LAB.runner.encode(
          link,
          List.of(List.of()),
          1,
          output,
          in -> made[0] = in.readAllBytes(),
          new Cancellation());
    }
    return made[0];
  }
}
