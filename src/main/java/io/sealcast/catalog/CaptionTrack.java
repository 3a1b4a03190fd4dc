package io.sealcast.catalog;

import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Captions as viewers choose them.
 *
 * @param language the language, which no other captions of the video have
 * @param label what is shown in menus, which no other captions of the video have; never empty
 * @param object name of the media object
 * @param size bytes
 */
public record CaptionTrack(LanguageTag language, String label, String object, long size) {

  /** Returns the captions among the views of a video, by their labels. */
  public static List<CaptionTrack> of(List<MediaView> views) {
    List<CaptionTrack> tracks = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (MediaView view : views) {
      LanguageTag language = view.language().orElse(LanguageTag.UNDETERMINED);
      if (view.kind() == MediaObject.Kind.CAPTIONS) {
        String wanted = view.label().isEmpty() ? language.displayName() : view.label();
        // two tracks of a file may have the same title, but not the same language
        String label = labels.add(wanted) ? wanted : wanted + " (" + language + ")";
        tracks.add(new CaptionTrack(language, label, view.name(), view.size()));
      }
    }
    tracks.sort(Comparator.comparing(CaptionTrack::label));
    return tracks;
  }
}
