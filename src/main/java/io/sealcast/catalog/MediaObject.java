package io.sealcast.catalog;

import io.sealcast.text.LanguageTag;
import io.sealcast.webvtt.CaptionFile;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored encrypted file of a video: the source, a part of a rendition, a poster, a file of a
 * storyboard or captions. Earlier versions stored a rendition as one object.
 */
@Entity
@Table(name = "media_object")
public class MediaObject {
  /** The kinds of objects. */
  public enum Kind {
    SOURCE,
    RENDITION,
    POSTER,
    /** A sheet of small pictures of the whole video, or the index of all sheets in WebVTT. */
    STORYBOARD,
    CAPTIONS,
    CHAPTERS,
    /** Some whole segments of a rendition; see {@link MediaView}. */
    PART
  }

  @Id
  @Column(name = "object_id")
  private UUID objectId;

  @ManyToOne(optional = false)
  @JoinColumn(name = "video_id", updatable = false)
  private VideoFile video;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  @jakarta.persistence.Enumerated(jakarta.persistence.EnumType.STRING)
  private Kind kind;

  @Column(name = "content_type", nullable = false)
  private String contentType;

  @Column(name = "size_bytes", nullable = false)
  private long size;

  @Column(nullable = false)
  private byte[] iv;

  private @Nullable Integer width;
  private @Nullable Integer height;
  private @Nullable Integer bitrate;
  private @Nullable String codecs;

  /** Number of channels of a track of sound alone; null for other objects. */
  private @Nullable Integer channels;

  /** Average number of pictures in a second; null when unknown. */
  @Column(name = "frame_rate")
  private @Nullable Double frameRate;

  /**
   * The language by BCP 47 of captions, which no other captions of the video have, or of the sound
   * of a rendition; null when unknown.
   */
  private @Nullable String language;

  /** What viewers choose captions or sound by; without one, the name of the language is shown. */
  private @Nullable String label;

  /** Name of the rendition to which a part belongs. */
  @Column(name = "part_of")
  private @Nullable String partOf;

  /** Number of a part in its rendition, from 0. */
  @Column(name = "part_number")
  private @Nullable Integer partNumber;

  @Column(name = "is_default", nullable = false)
  private boolean defaultRendition;

  /** Whether the video is prepared anew, and this is played until that is done. */
  @Column(nullable = false)
  private boolean superseded;

  @Column(name = "segment_index")
  @Convert(converter = SegmentIndexConverter.class)
  private @Nullable SegmentIndex segmentIndex;

  protected MediaObject() {}

  /**
   * Creates an object without media information.
   *
   * @param objectId id that every tag of the container authenticates
   * @param name unique in the video; media URLs and range messages use it
   * @param contentType MIME type without codecs
   * @param size length of the plaintext in bytes
   * @param iv IV of the container
   */
  public MediaObject(
      UUID objectId, String name, Kind kind, String contentType, long size, byte[] iv) {
    this.objectId = objectId;
    this.name = name;
    this.kind = kind;
    this.contentType = contentType;
    this.size = size;
    this.iv = iv.clone();
  }

  /**
   * Creates a rendition.
   *
   * @param size length of the plaintext in bytes
   * @param iv IV of the container
   */
  public static MediaObject rendition(
      UUID objectId, Presentation.Track track, long size, byte[] iv) {
    MediaObject made =
        new MediaObject(objectId, track.name(), Kind.RENDITION, track.contentType(), size, iv);
    made.width = track.resolution().map(Presentation.Resolution::width).orElse(null);
    made.height = track.resolution().map(Presentation.Resolution::height).orElse(null);
    made.bitrate = track.averageBitrate().isPresent() ? track.averageBitrate().getAsInt() : null;
    made.codecs = track.codecs().isEmpty() ? null : String.join(",", track.codecs());
    made.frameRate = track.frameRate().isPresent() ? track.frameRate().getAsDouble() : null;
    made.language = track.language().map(LanguageTag::value).orElse(null);
    made.segmentIndex = track.segments();
    return made;
  }

  /**
   * Creates a part of a rendition.
   *
   * @param name unique in the video
   * @param number number of the part, from 0
   * @param track the rendition, with the segments of the part alone, whose positions count from the
   *     beginning of the part
   * @param size length of the plaintext in bytes
   * @param iv IV of the container
   */
  public static MediaObject part(
      UUID objectId, String name, int number, Presentation.Track track, long size, byte[] iv) {
    MediaObject made = rendition(objectId, track, size, iv);
    made.kind = Kind.PART;
    made.name = name;
    made.partOf = track.name();
    made.partNumber = number;
    return made;
  }

  /**
   * Creates a sound track.
   *
   * @param label what viewers choose it by, at most 128 characters
   * @param channels number of channels
   * @param size length of the plaintext in bytes
   * @param iv IV of the container
   */
  public static MediaObject sound(
      UUID objectId, Presentation.Track track, String label, int channels, long size, byte[] iv) {
    MediaObject made = rendition(objectId, track, size, iv).labelled(label);
    made.channels = channels;
    return made;
  }

  /**
   * Sets what viewers choose the sound of a rendition by.
   *
   * @param text at most 128 characters; empty for the language's name
   */
  public MediaObject labelled(String text) {
    label = text.isEmpty() ? null : text;
    return this;
  }

  /**
   * Creates captions in WebVTT.
   *
   * @param label what viewers choose them by, at most 100 characters; empty for the language's name
   * @param size length of the plaintext in bytes
   * @param iv IV of the container
   */
  public static MediaObject captions(
      UUID objectId, String name, LanguageTag language, String label, long size, byte[] iv) {
    String type = CaptionFile.MEDIA_TYPE + "; charset=utf-8";
    MediaObject made = new MediaObject(objectId, name, Kind.CAPTIONS, type, size, iv);
    made.language = language.value();
    made.label = label.isEmpty() ? null : label;
    return made;
  }

  /** Returns the language of captions or of the sound of a rendition; empty when unknown. */
  public Optional<LanguageTag> language() {
    return Optional.ofNullable(language).map(LanguageTag::new);
  }

  /** Returns the number of channels of a track of sound alone; empty for any other object. */
  OptionalInt channels() {
    return channels == null ? OptionalInt.empty() : OptionalInt.of(channels);
  }

  /** Returns the label of captions or of sound; empty when they have none. */
  public String label() {
    return label == null ? "" : label;
  }

  /** Returns the shown size of the picture; empty when unknown. */
  Optional<Presentation.Resolution> resolution() {
    return width == null || height == null
        ? Optional.empty()
        : Optional.of(new Presentation.Resolution(width, height));
  }

  /** Returns the name of the rendition to which a part belongs, or empty for another object. */
  public Optional<String> partOf() {
    return Optional.ofNullable(partOf);
  }

  /** Returns the number of a part in its rendition, from 0; 0 for another object. */
  int partNumber() {
    return partNumber == null ? 0 : partNumber;
  }

  /**
   * Returns the track of a rendition, or of a part under the name of its rendition; empty for an
   * object without segments.
   */
  public Optional<Presentation.Track> track() {
    if (segmentIndex == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Presentation.Track(
                partOf().orElse(name),
                contentType,
                resolution(),
                bitrate == null ? OptionalInt.empty() : OptionalInt.of(bitrate),
                codecs == null ? List.of() : List.of(codecs.split(",")),
                segmentIndex)
            .withFrameRate(
                frameRate == null ? OptionalDouble.empty() : OptionalDouble.of(frameRate))
            .withLanguage(language()));
  }

  public MediaObject asDefault() {
    this.defaultRendition = true;
    return this;
  }

  /** Marks what is played while the video is prepared anew. */
  void supersede() {
    superseded = true;
  }

  /** Takes the mark away, since the new preparation has failed. */
  void reinstate() {
    superseded = false;
  }

  /** Whether the video is prepared anew, and this is played until that is done. */
  public boolean isSuperseded() {
    return superseded;
  }

  void belongsTo(VideoFile owner) {
    this.video = owner;
  }

  public UUID getObjectId() {
    return objectId;
  }

  public String getName() {
    return name;
  }

  public Kind getKind() {
    return kind;
  }

  public String getContentType() {
    return contentType;
  }

  public long getSize() {
    return size;
  }

  public byte[] getIv() {
    return iv.clone();
  }

  public @Nullable Integer getWidth() {
    return width;
  }

  public @Nullable Integer getHeight() {
    return height;
  }

  public @Nullable Integer getBitrate() {
    return bitrate;
  }

  public @Nullable String getCodecs() {
    return codecs;
  }

  public boolean isDefault() {
    return defaultRendition;
  }
}
