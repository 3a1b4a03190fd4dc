package io.sealcast.catalog;

import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The sound tracks of a video.
 *
 * @param mainLabel label of the sound of the default rendition; may be empty
 * @param further those beside the sound of the default rendition
 */
public record SoundTracks(String mainLabel, List<MediaView> further) {
  /** The tracks of a video that has none beside the sound of its default rendition. */
  public static final SoundTracks NO_FURTHER = new SoundTracks("", List.of());

  /** The sound of renditions has two channels, whatever their source has. */
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
        view.track()
            .ifPresent(track -> add(tracks, track, label(view.label(), track), view.channels()));
      }
    }
    return tracks;
  }

  /** Returns the sound of the default rendition alone. */
  List<SoundTrack> onlyOf(Presentation.Track main) {
    List<SoundTrack> tracks = new ArrayList<>();
    main.sound()
        .ifPresent(sound -> add(tracks, sound, label(mainLabel, sound), OptionalInt.of(STEREO)));
    return tracks;
  }

  private static String label(String label, Presentation.Track track) {
    Optional<String> language = track.language().map(LanguageTag::displayName);
    return label.isEmpty() ? language.orElse("Sound") : label;
  }

  /**
   * Adds a track under a label that no other one has: players list them by it (RFC 8216, 4.3.4.1).
   */
  private static void add(
      List<SoundTrack> tracks, Presentation.Track track, String label, OptionalInt channels) {
    int count = channels.orElse(STEREO);
    String first = count > STEREO ? label + " (5.1)" : label;
    String free = first;
    for (int i = 2; isTaken(tracks, free); i++) {
      free = first + " " + i;
    }
    tracks.add(new SoundTrack(track, free, count));
  }

  private static boolean isTaken(List<SoundTrack> tracks, String label) {
    return tracks.stream().anyMatch(track -> track.label().equals(label));
  }
}
