package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real ffmpeg with sources and sinks in memory. */
final class MediaLab {
  static final Path CORPUS = Path.of("..", "shared", "corpus");

  static final PartListener IGNORED =
      new PartListener() {
        @Override
        public void published(RenditionPart part) {}

        @Override
        public void withdrawn(String rendition) {}
      };

  final FfmpegSettings settings;
  final FfmpegTools tools;
  final FfmpegRunner runner;
  final FfprobeMediaProbe probe;
  final FfmpegTranscoder transcoder;

  MediaLab() {
    this(Duration.ofMinutes(5), Duration.ofSeconds(30));
  }

  MediaLab(Duration timeLimit, Duration stallLimit) {
    this(timeLimit, stallLimit, new SourceLimits(Duration.ofHours(48), 40_000_000, 1000));
  }

  MediaLab(SourceLimits limits) {
    this(Duration.ofMinutes(5), Duration.ofSeconds(30), limits);
  }

  private MediaLab(Duration timeLimit, Duration stallLimit, SourceLimits limits) {
    settings =
        new FfmpegSettings(
            Optional.empty(),
            Optional.of(Path.of("target", "ffmpeg").toAbsolutePath().toString()),
            0,
            3072,
            timeLimit,
            stallLimit,
            "auto",
            limits);
    tools = new FfmpegTools(settings);
    runner = new FfmpegRunner(tools, settings);
    probe = new FfprobeMediaProbe(runner);
    transcoder = new FfmpegTranscoder(runner);
  }

  /** Returns a source over an array. */
  static MediaSource source(byte[] bytes) {
    return new MemorySource(bytes);
  }

  static MediaSource source(Path file) throws IOException {
    return source(Files.readAllBytes(file));
  }

  static class MemorySink implements MediaSink {
    final Map<String, ByteArrayOutputStream> outputs =
        Collections.synchronizedMap(new LinkedHashMap<>());

    @Override
    public OutputStream open(String name) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      outputs.put(name, bytes);
      return bytes;
    }

    @Override
    public void discard(String name) {
      outputs.remove(name);
    }

    @Override
    public MediaSource reopen(String name) {
      return source(toBytes(name));
    }

    byte[] toBytes(String name) {
      return outputs.get(name).toByteArray();
    }

    /** Returns the concatenation of all parts. */
    byte[] toBytes(Rendition rendition) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      rendition.parts().forEach(part -> whole.writeBytes(toBytes(part.name())));
      return whole.toByteArray();
    }
  }

  /** A rendition with its bytes. */
  record Made(Rendition rendition, byte[] bytes) {}

  Made make(MediaSource source) {
    MemorySink sink = new MemorySink();
    Rendition rendition =
        transcoder.defaultRendition(
            source,
            probe.probe(source, new Cancellation()),
            sink,
            IGNORED,
            percent -> {},
            new Cancellation());
    return new Made(rendition, sink.toBytes(rendition));
  }

  /** Creates a small video by ffmpeg with the given command line arguments. */
  byte[] generate(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(tools.program().ffmpeg().toString(), "-v", "error", "-nostdin"));
    command.addAll(List.of(arguments));
    command.add("pipe:1");
    byte[][] made = {new byte[0]};
    ChildProcess.Outcome outcome =
        ChildProcess.run(
            command,
            tools.program().environment(),
            new ChildProcess.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), () -> 0, 0),
            in -> made[0] = in.readAllBytes(),
            new Cancellation());
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(String.join("\n", outcome.errors()));
    }
    return made[0];
  }

  /** Returns {@code pts_time,pos,flags} of each packet of the picture. */
  List<String[]> packets(byte[] mp4) throws IOException {
    return read(mp4, "v:0", "-show_entries", "packet=pts_time,pos,flags");
  }

  /** Returns {@code pts_time,pos,flags} of each packet of the sound. */
  List<String[]> soundPackets(byte[] mp4) throws IOException {
    return read(mp4, "a:0", "-show_entries", "packet=pts_time,pos,flags");
  }

  /** Decodes a stream and returns the number of its frames. */
  int frames(byte[] mp4, String stream) throws IOException {
    List<String[]> counted =
        read(mp4, stream, "-count_frames", "-show_entries", "stream=nb_read_frames");
    return Integer.parseInt(counted.get(0)[0].strip());
  }

  private List<String[]> read(byte[] mp4, String stream, String... entries) throws IOException {
    List<String[]> lines = new ArrayList<>();
    List<String> arguments = new ArrayList<>(List.of("-select_streams", stream));
    arguments.addAll(List.of(entries));
    arguments.addAll(List.of("-of", "csv=p=0"));
    try (LoopbackLink link = new LoopbackLink(source(mp4), null)) {
      runner.probe(
          link,
          arguments,
          Duration.ofMinutes(1),
          in -> {
            for (String line :
                new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
              lines.add(line.split(","));
            }
          },
          new Cancellation());
    }
    return lines;
  }
}
