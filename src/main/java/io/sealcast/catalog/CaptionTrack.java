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

  /** Returns the captions among the objects of a video, by their labels. */
  public static List<CaptionTrack> of(List<MediaObject> objects) {
    List<CaptionTrack> tracks = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (MediaObject object : objects) {
      LanguageTag language = object.language().orElse(LanguageTag.UNDETERMINED);
      if (object.getKind() == MediaObject.Kind.CAPTIONS) {
        String wanted = object.label().isEmpty() ? language.displayName() : object.label();
        // two tracks of a file may have the same title, but not the same language
        String label = labels.add(wanted) ? wanted : wanted + " (" + language + ")";
        tracks.add(new CaptionTrack(language, label, object.getName(), object.getSize()));
      }
    }
    tracks.sort(Comparator.comparing(CaptionTrack::label));
    return tracks;
  }
}
