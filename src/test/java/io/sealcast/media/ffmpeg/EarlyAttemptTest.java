package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests attempts that begin before all of a long file was scanned. */
@Timeout(180)
class EarlyAttemptTest {
  private static final MediaLab LAB = new MediaLab();
  private static final int SECONDS = 110;

  @TempDir Path folder;

  /** A file followed by so much free space that it isn't scanned soon. */
  private record Padded(byte[] file, byte[] box, long free) implements MediaSource {
    static Padded of(byte[] file) {
      int free = 300 << 20;
      byte[] box = ByteBuffer.allocate(8).putInt(free).put("free".getBytes()).array();
      return new Padded(file, box, free);
    }

    @Override
    public long size() {
      return file.length + free;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      if (position >= size()) {
        return -1;
      }
      int read = (int) Math.min(length, size() - position);
      for (int i = 0; i < read; i++) {
        target[offset + i] = at(position + i);
      }
      return read;
    }

    private byte at(long position) {
      if (position < file.length) {
        return file[(int) position];
      }
      long inBox = position - file.length;
      return inBox < box.length ? box[(int) inBox] : 0;
    }
  }

  private static final class Log implements PartListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void published(RenditionPart part) {
      events.add(part.name().replaceFirst(".*-", ""));
    }

    @Override
    public void withdrawn(String rendition) {
      events.add("withdrawn");
    }
  }

  /** Makes a film whose keyframes an expression of ffmpeg's chooses. */
  private byte[] film(String keyframes) throws IOException {
    Path file = folder.resolve("film.mp4");
    List<String> arguments = new ArrayList<>();
    String sources =
        "-f lavfi -i testsrc2=size=160x90:rate=10:duration=%1$d -f lavfi -i sine=duration=%1$d";
    arguments.addAll(List.of(String.format(sources, SECONDS).split(" ")));
    arguments.addAll(
        List.of(
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 9999 -sc_threshold 0".split(" ")));
    arguments.addAll(List.of("-force_key_frames", "expr:" + keyframes));
    arguments.addAll(List.of("-c:a aac -movflags +faststart".split(" ")));
    arguments.add(file.toString());
    arguments.addAll(List.of("-t", "0.1", "-f", "null"));
    LAB.generate(arguments.toArray(String[]::new));
    return Files.readAllBytes(file);
  }

  private static Rendition make(MediaSource source, MediaLab.MemorySink sink, Log log) {
    MediaInfo info = LAB.probe.probe(source, new Cancellation());
    return LAB.transcoder.defaultRendition(
        source, info, sink, log, percent -> {}, new Cancellation());
  }

  @Test
  @Tag("long")
  void aSampleOfALongFileLeadsToTheSameRendition() throws IOException {
    byte[] film = film("gte(t,n_forced)");
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Log log = new Log();
    SourceScanner scanner = new SourceScanner(LAB.runner);
    MediaSource padded = Padded.of(film);
    MediaInfo info = LAB.probe.probe(padded, new Cancellation());
    SourceScan sample = scanner.sample(padded, info, new Cancellation()).orElseThrow();
    SourceScan whole = scanner.scan(padded, info, new Cancellation());
    assertThat(sample.picture().packets()).isLessThan(whole.picture().packets() / 2);
    assertThat(sample.end()).isEqualTo(whole.end());
    assertThat(RenditionPlan.copying(info, sample)).isEqualTo(RenditionPlan.copying(info, whole));

    Rendition early = make(padded, sink, log);

    assertThat(early.copied()).isTrue();
    assertThat(log.events).containsExactly("0000", "0001", "0002", "0003", "0004");
    MediaLab.MemorySink other = new MediaLab.MemorySink();
    Rendition late = make(MediaLab.source(film), other, new Log());
    assertThat(sink.toBytes(early)).isEqualTo(other.toBytes(late));
    assertThat(early.index()).isEqualTo(late.index());
  }

  @Test
  @Tag("long")
  void whatTheWholeScanFindsEndsTheAttempt() throws IOException {
    // in the middle, the keyframes are too far apart for a copy
    byte[] film = film("if(between(t,30,80),0,isnan(prev_forced_t)+gte(t,prev_forced_t+1))");
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Log log = new Log();

    Rendition rendition = make(Padded.of(film), sink, log);

    assertThat(rendition.copied()).isFalse();
    assertThat(log.events).startsWith("0000").contains("withdrawn");
    int from = log.events.lastIndexOf("withdrawn") + 1;
    assertThat(log.events.subList(from, log.events.size()))
        .containsExactly("0000", "0001", "0002", "0003", "0004");
    assertThat(sink.outputs).hasSize(5);
    assertThat(rendition.index().duration()).isBetween(SECONDS - 0.2, SECONDS + 0.2);
  }

  @Test
  void aFileThatIsScannedSoonIsScannedFirst() throws IOException {
    MediaSource film = MediaLab.source(film("gte(t,n_forced)"));
    MediaInfo info = LAB.probe.probe(film, new Cancellation());
    assertThat(new SourceScanner(LAB.runner).sample(film, info, new Cancellation())).isEmpty();
  }
}
