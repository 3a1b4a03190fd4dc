package io.sealcast.webvtt;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes WebVTT: captions, the chapters of a video, or the index of its storyboard. */
public final class WebVttWriter {
  private WebVttWriter() {}

  /** Returns a file in UTF-8 with the cues in their order. */
  public static byte[] write(List<Cue> cues) {
    StringBuilder out = new StringBuilder("WEBVTT\n");
    for (Cue cue : cues) {
      out.append('\n').append(CueTimes.format(cue.start())).append(" --> ");
      out.append(CueTimes.format(cue.end()));
      out.append(cue.settings().isEmpty() ? "" : " " + cue.settings());
      out.append('\n').append(cue.text()).append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
