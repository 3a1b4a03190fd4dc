package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.Rendition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Processes an upload as Sealcast does, from probe to rendition, for tests of other packages. */
public final class MediaPipeline {
  private final MediaLab lab = new MediaLab();

  /** Returns the ffmpeg that Sealcast would start. */
  public Path ffmpeg() {
    return lab.tools.program().ffmpeg();
  }

  /** Returns the environment variables that ffmpeg needs. */
  public Map<String, String> environment() {
    return lab.tools.program().environment();
  }

  /** A rendition with its bytes and the result of probing its source. */
  public record Made(MediaInfo info, Rendition rendition, byte[] bytes) {}

  /**
   * Probes a file and makes the default rendition.
   *
   * @throws io.sealcast.problem.DomainException like probe and transcoder
   */
  public Made make(Path file) throws IOException {
    MediaSource source = MediaLab.source(file);
    MediaInfo info = lab.probe.probe(source, new Cancellation());
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    Rendition rendition =
        lab.transcoder.defaultRendition(
            source, info, sink, MediaLab.IGNORED, percent -> {}, new Cancellation());
    return new Made(info, rendition, sink.toBytes(rendition));
  }
}
