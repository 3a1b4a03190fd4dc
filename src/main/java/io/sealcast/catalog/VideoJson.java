package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.text.LanguageTag;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the JSON representation of videos in the API. */
public final class VideoJson {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  private VideoJson() {}

  /** Returns a video that nobody can have watched yet, as the viewer may see it. */
  public static JsonObject of(VideoFile video, Account viewer) {
    return of(video, viewer, null);
  }

  /**
   * Returns a video with its renditions, as the viewer may see it.
   *
   * @param positionSeconds where the viewer left off, in seconds, or null; see {@link
   *     WatchPositions}
   */
  public static JsonObject of(VideoFile video, Account viewer, @Nullable Double positionSeconds) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("file_id", video.getId())
            .add("title", video.getTitle())
            .add("filename", video.getFilename())
            .add("size", video.getSize())
            .add("status", status(video).text())
            .add("progress", video.isPreparedAnew() ? 100 : video.getProgress())
            .add("playable", video.isPlayable())
            .add("failure", failure(video))
            .add("warnings", VideoWarningsConverter.json(video.getWarnings()));
    addOrNull(json, "duration_seconds", video.getDurationSeconds());
    addOrNull(json, "width", video.getWidth());
    addOrNull(json, "height", video.getHeight());
    addOrNull(json, "prepared_seconds", video.preparedSeconds().orElse(null));
    addOrNull(json, "position_seconds", positionSeconds);
    addOrNull(json, "reprocessing_progress", video.isPreparedAnew() ? video.getProgress() : null);
    List<MediaView> views = video.views();
    return json.add("renditions", renditions(views))
        .add("sound_tracks", soundTracks(views))
        .add("captions", captions(views))
        .add("storyboard", nameOf(MediaView.storyboardOf(views)))
        .add("chapters", nameOf(MediaView.chaptersOf(views)))
        // only owners can see a video at present, so the viewer is the owner
        .add("owner", viewer.username())
        .add("access", AccessPolicy.allows(viewer, video, Action.EDIT) ? "owner" : "viewer")
        .add("created_at", video.getCreatedAt().truncatedTo(ChronoUnit.MILLIS).toString())
        .build();
  }

  /** Returns the status for callers: a video that is prepared anew is one that can be played. */
  private static VideoStatus status(VideoFile video) {
    return video.isPreparedAnew() ? VideoStatus.PROCESSED : video.getStatus();
  }

  private static JsonValue failure(VideoFile video) {
    return video.getFailureCode() == null
        ? JsonValue.NULL
        : JSON.createObjectBuilder()
            .add("code", video.getFailureCode())
            .add("message", video.getFailureMessage())
            .build();
  }

  private static JsonArrayBuilder renditions(List<MediaView> views) {
    JsonArrayBuilder renditions = JSON.createArrayBuilder();
    MediaView.renditionsOf(views).forEach(view -> renditions.add(rendition(view)));
    return renditions;
  }

  private static JsonObjectBuilder rendition(MediaView view) {
    String name = view.name();
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("name", name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name)
            .add("object", name);
    addOrNull(json, "width", view.resolution().map(Presentation.Resolution::width).orElse(null));
    addOrNull(json, "height", view.resolution().map(Presentation.Resolution::height).orElse(null));
    addOrNull(json, "bitrate", view.bitrate().isPresent() ? view.bitrate().getAsInt() : null);
    view.codecs()
        .ifPresentOrElse(codecs -> json.add("codecs", codecs), () -> json.addNull("codecs"));
    return json.add("size", view.size());
  }

  /** Describes the sound tracks beside that of the default rendition. */
  private static JsonArrayBuilder soundTracks(List<MediaView> views) {
    JsonArrayBuilder tracks = JSON.createArrayBuilder();
    for (MediaView view : MediaView.soundsOf(views)) {
      String language = view.language().map(LanguageTag::value).orElse("und");
      tracks.add(
          JSON.createObjectBuilder()
              .add("object", view.name())
              .add("language", language)
              .add("label", view.label())
              .add("channels", view.channels().orElse(0))
              .add("size", view.size()));
    }
    return tracks;
  }

  private static JsonValue nameOf(Optional<MediaView> view) {
    return view.<JsonValue>map(v -> JSON.createValue(v.name())).orElse(JsonValue.NULL);
  }

  private static JsonArrayBuilder captions(List<MediaView> views) {
    JsonArrayBuilder captions = JSON.createArrayBuilder();
    for (CaptionTrack track : CaptionTrack.of(views)) {
      captions.add(
          JSON.createObjectBuilder()
              .add("language", track.language().value())
              .add("label", track.label())
              .add("object", track.object())
              .add("size", track.size()));
    }
    return captions;
  }

  private static void addOrNull(JsonObjectBuilder json, String name, @Nullable Number value) {
    if (value == null) {
      json.addNull(name);
    } else if (value instanceof Integer whole) {
      json.add(name, whole);
    } else {
      json.add(name, value.doubleValue());
    }
  }
}
