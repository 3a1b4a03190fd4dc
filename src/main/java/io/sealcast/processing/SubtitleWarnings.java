package io.sealcast.processing;

import io.sealcast.media.Captions;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the subtitle streams of a source that didn't become captions. */
final class SubtitleWarnings {
  private static final String BEGINNING = "Subtitles that aren't shown as captions: ";

  /** The rest of 300 characters is for the last words. */
  private static final int MAX_NAMES = 200;

  private SubtitleWarnings() {}

  /** Returns a warning, or none when all streams became captions. */
  static List<MediaWarning> of(MediaInfo info, List<MediaOutput> outputs) {
    Set<Integer> made =
        outputs.stream()
            .filter(Captions.class::isInstance)
            .map(output -> ((Captions) output).stream())
            .collect(Collectors.toSet());
    List<MediaInfo.Subtitle> skipped =
        info.subtitles().stream().filter(stream -> !made.contains(stream.index())).toList();
    return skipped.isEmpty()
        ? List.of()
        : List.of(new MediaWarning(MediaWarning.SUBTITLES_SKIPPED, sentence(skipped)));
  }

  private static String sentence(List<MediaInfo.Subtitle> skipped) {
    List<String> names = new ArrayList<>();
    int length = 0;
    for (MediaInfo.Subtitle stream : skipped) {
      String name = stream.name() + " (" + reason(stream) + ")";
      length += name.length() + 2;
      if (length > MAX_NAMES) {
        break;
      }
      names.add(name);
    }
    int more = skipped.size() - names.size();
    return BEGINNING
        + String.join(", ", names)
        + (more == 0 ? "" : (names.isEmpty() ? "" : " and ") + more + " more")
        + ".";
  }

  private static String reason(MediaInfo.Subtitle stream) {
    return stream.codec() + (stream.text() ? ", no readable text" : ", not text");
  }
}
