package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.Rendition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What the product does with an upload, from probe to rendition, for tests of other packages. */
public final class MediaPipeline {
  private final MediaLab lab = new MediaLab();

  /** The ffmpeg that the product would start. */
  public Path ffmpeg() {
    return lab.tools.program().ffmpeg();
  }

  /** What it needs in its environment. */
  public Map<String, String> environment() {
    return lab.tools.program().environment();
  }

  /** A rendition, what the probe said of its source, and its bytes. */
  public record Made(MediaInfo info, Rendition rendition, byte[] bytes) {}

  /**
   * Probes and makes the default rendition.
   *
   * @throws io.sealcast.problem.DomainException as probe and transcoder do
   */
  public Made make(Path file) throws IOException {
    MediaSource source = MediaLab.source(file);
    MediaInfo info = lab.probe.probe(source, new Cancellation());
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Rendition rendition =
        lab.transcoder.defaultRendition(source, info, sink, percent -> {}, new Cancellation());
    return new Made(info, rendition, sink.toBytes(rendition.name()));
  }
}
