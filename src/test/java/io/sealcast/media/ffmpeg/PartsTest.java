package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.PartWriter;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.SplitMp4;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that the parts of a rendition are proved and published while ffmpeg makes the next ones.
 */
@Timeout(120)
class PartsTest {
  private static final MediaLab LAB = new MediaLab();

  /** A film that can be copied, with a keyframe each second. */
  private static byte[] film(int seconds, String filter) {
    return LAB.generate(
        ("-f lavfi -i testsrc2=size=320x180:rate=25:duration="
                + seconds
                + " -f lavfi -i sine=duration="
                + seconds
                + " -vf "
                + filter
                + " -c:v libx264 -preset ultrafast -bf 2 -pix_fmt yuv420p -g 25 -c:a aac"
                + " -movflags +frag_keyframe+empty_moov+default_base_moof -f mp4")
            .split(" "));
  }

  /** A film that has to be encoded. */
  private static byte[] foreign(int seconds) {
    return LAB.generate(
        ("-f lavfi -i testsrc2=size=320x180:rate=25:duration="
                + seconds
                + " -f lavfi -i sine=duration="
                + seconds
                + " -c:v mpeg4 -c:a aac -f matroska")
            .split(" "));
  }

  /** Records what is published and withdrawn. */
  private static class Log implements PartListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<RenditionPart> parts = new CopyOnWriteArrayList<>();
    private final Consumer<RenditionPart> action;

    Log(Consumer<RenditionPart> action) {
      this.action = action;
    }

    List<String> names() {
      return parts.stream().map(RenditionPart::name).toList();
    }

    @Override
    public void published(RenditionPart part) {
      events.add("published " + part.name());
      parts.add(part);
      action.accept(part);
    }

    @Override
    public void withdrawn(String rendition) {
      events.add("withdrawn " + rendition);
      parts.clear();
    }
  }

  private static Rendition make(
      MediaLab lab, byte[] film, MediaLab.MemorySink sink, Log log, Cancellation cancellation) {
    MediaSource source = MediaLab.source(film);
    MediaInfo info = lab.probe.probe(source, new Cancellation());
    return lab.transcoder.defaultRendition(source, info, sink, log, percent -> {}, cancellation);
  }

  private static List<String> names(Rendition rendition) {
    return rendition.parts().stream().map(RenditionPart::name).toList();
  }

  private static List<ProcessHandle> ffmpegs() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
      return all.filter(ProcessHandle::isAlive)
          .filter(p -> p.info().command().orElse("").endsWith("/ffmpeg"))
          .toList();
    }
  }

  /** A thread whose executor has ended is still listed for a moment. */
  private static void assertNothingRuns() {
    assertThat(ffmpegs()).isEmpty();
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!transcoderThreads().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(transcoderThreads()).isEmpty();
  }

  private static List<String> transcoderThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("ffmpeg-check") || name.equals("ffmpeg-link"))
        .toList();
  }

  /** Parts of an attempt stay when it is repeated, because of this. */
  @Test
  void anAttemptThatIsRepeatedMakesTheSameBytes() {
    byte[] film = foreign(20);
    List<byte[]> made = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      MediaLab.MemorySink sink = new MediaLab.MemorySink();
      Rendition rendition = make(LAB, film, sink, new Log(part -> {}), new Cancellation());
      assertThat(rendition.copied()).isFalse();
      assertThat(rendition.parts()).hasSizeGreaterThan(2);
      made.add(sink.toBytes(rendition));
    }
    assertThat(made.get(0)).isEqualTo(made.get(1));
  }

  @Test
  void publishesPartsInOrderThatAreTheRendition() throws IOException {
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Log log = new Log(part -> assertThat(sink.toBytes(part.name())).hasSize((int) part.size()));

    Rendition rendition = make(LAB, film(32, "null"), sink, log, new Cancellation());

    assertThat(rendition.copied()).isTrue();
    assertThat(rendition.parts()).isEqualTo(log.parts);
    assertThat(sink.outputs.keySet())
        .containsExactly(
            "180p.mp4.part-0000", "180p.mp4.part-0001", "180p.mp4.part-0002", "180p.mp4.part-0003");
    double[] seconds = {4, 12, 28, 32};
    for (RenditionPart part : rendition.parts()) {
      int number = part.number();
      assertThat(part.rendition()).isEqualTo("180p.mp4");
      assertThat(part.width()).isEqualTo(320);
      assertThat(part.height()).isEqualTo(180);
      assertThat(part.plannedDuration()).isCloseTo(32, within(0.1));
      assertThat(part.index().duration()).isCloseTo(seconds[number], within(0.1));
    }
    Renditions.checkSegments(LAB, new MediaLab.Made(rendition, sink.toBytes(rendition)));
  }

  /** The sums over the parts prove what reading the whole file would. */
  @Test
  void readingThePartsTellsTheSameAsReadingTheWhole() throws IOException {
    for (byte[] film : List.of(film(32, "null"), foreign(32))) {
      byte[] whole = LAB.make(MediaLab.source(film)).bytes();
      SplitMp4 split = SplitMp4.of(whole, List.of(1 << 16));
      MediaInfo info = LAB.probe.probe(MediaLab.source(whole), new Cancellation());
      SourceScanner scanner = new SourceScanner(LAB.runner);
      PacketScan packets = new PacketScan(info);
      List<SourceScan> scans = new ArrayList<>();
      for (PartWriter.Part part : split.parts()) {
        MediaSource bytes = MediaLab.source(split.bytes(part.number()));
        MediaSource playable =
            part.number() == 0
                ? bytes
                : new ConcatenatedSource(List.of(MediaLab.source(part.init()), bytes));
        scans.add(scanner.scanNext(playable, packets, new Cancellation()));
      }

      assertThat(split.parts()).hasSizeGreaterThan(3);
      assertThat(scans.get(scans.size() - 1))
          .isEqualTo(scanner.scan(MediaLab.source(whole), info, new Cancellation()));
    }
  }

  @Test
  void publishesTheFirstPartWhileFfmpegStillRuns() {
    List<ProcessHandle> running = new CopyOnWriteArrayList<>();
    Log log =
        new Log(
            part -> {
              if (part.number() == 0) {
                running.addAll(ffmpegs());
              }
            });

    Rendition rendition =
        make(LAB, foreign(62), new MediaLab.MemorySink(), log, new Cancellation());

    assertThat(running).isNotEmpty();
    assertThat(names(rendition)).hasSize(5).isEqualTo(log.names());
    assertNothingRuns();
  }

  @Test
  void encodesAnewWhatWasDamagedInTheSink() throws IOException {
    AtomicBoolean damaged = new AtomicBoolean();
    MediaLab.MemorySink sink =
        new MediaLab.MemorySink() {
          @Override
          public MediaSource reopen(String name) {
            byte[] bytes = toBytes(name);
            if (name.endsWith("0001") && !damaged.getAndSet(true)) {
              byte[] noise = new byte[bytes.length / 4];
              new Random(1).nextBytes(noise);
              System.arraycopy(noise, 0, bytes, bytes.length / 2, noise.length);
            }
            return MediaLab.source(bytes);
          }
        };
    Log log = new Log(part -> {});

    Rendition rendition = make(LAB, film(20, "null"), sink, log, new Cancellation());

    assertThat(rendition.copied()).isFalse();
    assertThat(log.events)
        .containsExactly(
            "published 180p.mp4.part-0000",
            "withdrawn 180p.mp4",
            "published 180p.mp4.part-0000",
            "published 180p.mp4.part-0001",
            "published 180p.mp4.part-0002");
    assertThat(rendition.parts()).isEqualTo(log.parts);
    assertThat(sink.outputs.keySet()).containsExactlyElementsOf(names(rendition));
    Renditions.checkSegments(LAB, new MediaLab.Made(rendition, sink.toBytes(rendition)));
  }

  /** Even the code that leads to a second attempt when ffmpeg causes it. */
  @Test
  void aListenerThatThrowsEndsTheTranscoding() {
    DomainException full = new DomainException(ErrorCode.PROCESSING_FAILED);
    Log log =
        new Log(
            part -> {
              if (part.number() == 1) {
                throw full;
              }
            });

    assertThatThrownBy(
            () -> make(LAB, film(40, "null"), new MediaLab.MemorySink(), log, new Cancellation()))
        .isSameAs(full);
    assertThat(log.events)
        .containsExactly("published 180p.mp4.part-0000", "published 180p.mp4.part-0001");
    assertNothingRuns();
  }

  @Test
  void aSinkThatIsFullInTheMiddleEndsTheTranscoding() {
    MediaLab.MemorySink sink =
        new MediaLab.MemorySink() {
          @Override
          public OutputStream open(String name) {
            if (name.endsWith("0001")) {
              throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
            }
            return super.open(name);
          }
        };
    Log log = new Log(part -> {});

    assertThatThrownBy(() -> make(LAB, film(40, "null"), sink, log, new Cancellation()))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE));
    assertThat(log.events).isSubsetOf("published 180p.mp4.part-0000");
    assertNothingRuns();
  }

  @Test
  void aCancellationInTheMiddleLeavesNothingRunning() {
    Cancellation cancellation = new Cancellation();
    Log log = new Log(part -> cancellation.cancel());

    assertThatThrownBy(() -> make(LAB, foreign(40), new MediaLab.MemorySink(), log, cancellation))
        .isInstanceOf(CancellationException.class);
    assertThat(log.events).containsExactly("published 180p.mp4.part-0000");
    assertNothingRuns();
  }

  /** Its noise is more than the system keeps for ffmpeg while nobody reads. */
  @Test
  @Tag("long")
  void aListenerMayBlockForLongerThanFfmpegMayStall() {
    MediaLab hasty = new MediaLab(Duration.ofMinutes(5), Duration.ofSeconds(2));
    List<ProcessHandle> waiting = new CopyOnWriteArrayList<>();
    Log log =
        new Log(
            part -> {
              if (part.number() == 0) {
                pause(Duration.ofSeconds(6));
                waiting.addAll(ffmpegs());
              }
            });

    Rendition rendition =
        make(
            hasty,
            film(90, "noise=alls=40:allf=t"),
            new MediaLab.MemorySink(),
            log,
            new Cancellation());

    assertThat(waiting).as("runs of ffmpeg that wait for the listener").isNotEmpty();
    assertThat(rendition.copied()).isTrue();
    assertThat(names(rendition)).hasSize(5).isEqualTo(log.names());
  }

  private static void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void aHoleInTheSoundIsFoundWhereOnePartEndsAndTheNextBegins() throws IOException {
    byte[] whole = LAB.make(MediaLab.source(film(12, "null"))).bytes();
    SplitMp4 split = SplitMp4.of(whole, List.of(1 << 16));
    RenditionPlan plan =
        new RenditionPlan(
            RenditionPlan.Picture.COPY, RenditionPlan.Sound.COPY, 320, 180, 0, 12, 12, true);
    RenditionCheck check = new RenditionCheck(LAB.runner, plan);
    PartWriter.Part first = split.parts().get(0);
    PartWriter.Part second = split.parts().get(1);
    FragmentIndex.Fragment skipped = second.index().fragments().get(0);
    FragmentIndex rest =
        new FragmentIndex(
            0,
            second.index().fragments().subList(1, second.index().fragments().size()),
            second.index().codecs());
    PartWriter.Part later = new PartWriter.Part(1, second.size(), rest, second.init());
    byte[] bytes = split.bytes(1);
    byte[] withoutFirst = java.util.Arrays.copyOfRange(bytes, (int) skipped.size(), bytes.length);

    assertThat(check.next(first, MediaLab.source(split.bytes(0)), false, false, new Cancellation()))
        .isEmpty();
    assertThat(check.next(later, MediaLab.source(withoutFirst), false, true, new Cancellation()))
        .contains("a hole in the sound");
  }
}
