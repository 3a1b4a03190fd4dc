package io.sealcast.media.ffmpeg;

import io.sealcast.webvtt.CaptionFile;
import io.sealcast.webvtt.Cue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes the drawings of SubStation Alpha (override code {@code \p}). ffmpeg's conversion to
 * WebVTT keeps their commands, such as {@code m 0 0 l 100 0 100 20}, as text.
 */
final class SubstationDrawings {
  private static final Pattern COMMANDS =
      Pattern.compile("m(?: -?\\d+(?:\\.\\d+)?){2}(?: (?:[mnlbspc]|-?\\d+(?:\\.\\d+)?))*+\\s*");

  private SubstationDrawings() {}

  static CaptionFile removedFrom(CaptionFile captions) {
    List<Cue> texts =
        captions.cues().stream().filter(cue -> !COMMANDS.matcher(cue.text()).matches()).toList();
    return new CaptionFile(texts);
  }
}
