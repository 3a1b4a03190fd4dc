package io.sealcast.catalog;

import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.List;

/**
 * The sound tracks of a video.
 *
 * @param mainLabel label of the sound of the default rendition; empty when earlier versions have
 *     made it
 * @param further those beside the sound of the default rendition
 */
public record SoundTracks(String mainLabel, List<MediaView> further) {
  /** The tracks of a video that has none beside the sound of its default rendition. */
  public static final SoundTracks NO_FURTHER = new SoundTracks("", List.of());

  /** The sound of renditions has at most two channels, whatever their source has. */
  private static final int STEREO = 2;

  public SoundTracks {
    further = List.copyOf(further);
  }

  /** Returns those among the views of a video. */
  public static SoundTracks of(MediaView main, List<MediaView> views) {
    return new SoundTracks(main.label(), MediaView.soundsOf(views));
  }

  /**
   * Returns the tracks, that of the default rendition first. There are none when its sound can't be
   * read apart.
   *
   * @param main the default rendition
   */
  List<SoundTrack> of(Presentation.Track main) {
    List<SoundTrack> tracks = new ArrayList<>(onlyOf(main));
    if (!tracks.isEmpty()) {
      for (MediaView view : further) {
        int channels = view.channels().orElse(STEREO);
        view.track().ifPresent(track -> tracks.add(new SoundTrack(track, view.label(), channels)));
      }
    }
    return tracks;
  }

  /** Returns the sound of the default rendition alone. */
  List<SoundTrack> onlyOf(Presentation.Track main) {
    return main.sound().stream()
        .map(track -> new SoundTrack(track, mainLabel.isEmpty() ? label(track) : mainLabel, STEREO))
        .toList();
  }

  private static String label(Presentation.Track track) {
    return track.language().map(LanguageTag::displayName).orElse("Sound");
  }
}
