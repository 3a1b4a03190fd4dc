package io.sealcast.catalog;

import io.sealcast.range.ByteRange;
import io.sealcast.range.ViewRange;
import io.sealcast.text.LanguageTag;
import io.sealcast.webvtt.CaptionFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What callers know as one file of a video: the bytes of stored objects in their order. A rendition
 * is a view of its parts; every other view is one object. A view never changes but by getting
 * further parts while its video is processed.
 */
public final class MediaView {
  /** Difference in seconds that isn't one: less than a unit of time in any rendition. */
  private static final double TOLERANCE = 0.0005;

  private final List<MediaObject> objects;
  private final List<ViewRange.Extent> extents;
  private final long size;

  private MediaView(List<MediaObject> objects) {
    this.objects = List.copyOf(objects);
    List<ViewRange.Extent> found = new ArrayList<>();
    long end = 0;
    for (MediaObject object : objects) {
      found.add(new ViewRange.Extent(object.getObjectId(), object.getSize(), end));
      end += object.getSize();
    }
    this.extents = List.copyOf(found);
    this.size = end;
  }

  /**
   * Returns the views of the objects of a video, in the order of their first objects. Parts without
   * all parts before them are left out, and renditions without a segment where the last one of the
   * default rendition begins: they are being made.
   */
  public static List<MediaView> of(List<MediaObject> objects) {
    Map<String, List<MediaObject>> files = new LinkedHashMap<>();
    for (MediaObject object : objects) {
      String file = object.partOf().orElse(object.getName());
      files.computeIfAbsent(file, name -> new ArrayList<>()).add(object);
    }
    List<MediaView> views = new ArrayList<>();
    for (List<MediaObject> file : files.values()) {
      file.sort(Comparator.comparingInt(MediaObject::partNumber));
      int complete = 0;
      while (complete < file.size() && file.get(complete).partNumber() == complete) {
        complete++;
      }
      if (complete > 0) {
        views.add(new MediaView(file.subList(0, complete)));
      }
    }
    Optional<MediaView> whole = views.stream().filter(MediaView::isDefault).findFirst();
    return whole.isEmpty()
        ? List.copyOf(views)
        : views.stream().filter(v -> v.isAsLongAs(whole.get())).toList();
  }

  /** Whether this isn't a rendition of which parts are missing. */
  private boolean isAsLongAs(MediaView whole) {
    return first().partOf().isEmpty()
        || whole.lastStart().isPresent()
            && lastStart().orElse(-1) > whole.lastStart().getAsDouble() - TOLERANCE;
  }

  /** Returns the time in seconds at which the last segment begins; empty when there is none. */
  private OptionalDouble lastStart() {
    return objects.get(objects.size() - 1).track().stream()
        .flatMap(track -> track.segments().segments().stream())
        .mapToDouble(SegmentIndex.Segment::start)
        .max();
  }

  /**
   * Returns the rendition among the views of a video that is played by default: of a video that is
   * being processed, the first parts of it.
   */
  public static Optional<MediaView> defaultOf(List<MediaView> views) {
    return renditionsOf(views).stream().findFirst();
  }

  /**
   * Returns the renditions with pictures among the views of a video, the default one first, then by
   * size.
   */
  public static List<MediaView> renditionsOf(List<MediaView> views) {
    return views.stream()
        .filter(v -> v.kind() == MediaObject.Kind.RENDITION && v.channels().isEmpty())
        .sorted(
            Comparator.comparing(MediaView::isDefault).thenComparing(MediaView::pixels).reversed())
        .toList();
  }

  /**
   * Returns the further sound tracks among the views of a video, in the order of their streams,
   * those of 5.1 last: shorter names come first, {@code sound2.mp4} before {@code sound10.mp4}.
   */
  public static List<MediaView> soundsOf(List<MediaView> views) {
    return views.stream()
        .filter(v -> v.channels().isPresent())
        .sorted(
            Comparator.comparingInt((MediaView v) -> v.name().length())
                .thenComparing(v -> v.name()))
        .toList();
  }

  /** Returns the number of channels of a sound track; empty for any other view. */
  public OptionalInt channels() {
    return first().channels();
  }

  private long pixels() {
    return resolution().map(r -> (long) r.width() * r.height()).orElse(0L);
  }

  /** Returns the index of the storyboard among the views of a video. */
  public static Optional<MediaView> storyboardOf(List<MediaView> views) {
    return views.stream()
        .filter(v -> v.kind() == MediaObject.Kind.STORYBOARD)
        .filter(v -> v.contentType().startsWith(CaptionFile.MEDIA_TYPE))
        .findFirst();
  }

  /** Returns the chapters among the views of a video. */
  public static Optional<MediaView> chaptersOf(List<MediaView> views) {
    return views.stream().filter(v -> v.kind() == MediaObject.Kind.CHAPTERS).findFirst();
  }

  private MediaObject first() {
    return objects.get(0);
  }

  /** Returns the name, which media URLs and range messages use. */
  public String name() {
    return first().partOf().orElse(first().getName());
  }

  /** Returns the kind; that of parts is the rendition. */
  public MediaObject.Kind kind() {
    MediaObject.Kind kind = first().getKind();
    return kind == MediaObject.Kind.PART ? MediaObject.Kind.RENDITION : kind;
  }

  /** Returns the MIME type, without the codecs of media. */
  public String contentType() {
    return first().getContentType();
  }

  /** Returns the length in bytes, of the parts that are there. */
  public long size() {
    return size;
  }

  /** Returns the codecs by RFC 6381, separated by commas; empty when unknown. */
  public Optional<String> codecs() {
    return Optional.ofNullable(first().getCodecs());
  }

  /**
   * Returns the track of a rendition, which has the segments of all parts; empty for a view without
   * segments. The track is put together with each call.
   */
  public Optional<Presentation.Track> track() {
    return first().track().map(this::withAllSegments);
  }

  private Presentation.Track withAllSegments(Presentation.Track first) {
    if (objects.size() == 1) {
      return first;
    }
    SegmentIndex segments =
        SegmentIndex.joined(
            objects.stream().map(part -> part.track().orElseThrow().segments()).toList(),
            extents.stream().map(ViewRange.Extent::start).toList());
    return new Presentation.Track(
            first.name(),
            first.contentType(),
            first.resolution(),
            bitrate(),
            first.codecs(),
            segments)
        .withFrameRate(
            objects.stream()
                .flatMapToDouble(part -> part.track().orElseThrow().frameRate().stream())
                .max())
        .withLanguage(first.language());
  }

  /** Returns a text that identifies these bytes, and changes with each part that is added. */
  public String version() {
    return objects.get(objects.size() - 1).getObjectId().toString();
  }

  /** Returns the time in seconds at which the last segment ends; 0 when there is none. */
  public double seconds() {
    MediaObject last = objects.get(objects.size() - 1);
    return last.track().map(t -> t.segments().duration()).orElse(0.0);
  }

  /** Returns the language of captions or of the sound of a rendition; empty when unknown. */
  public Optional<LanguageTag> language() {
    return first().language();
  }

  /** Returns the label of captions or of sound; empty when they have none. */
  public String label() {
    return first().label();
  }

  /** Whether this is the rendition that is played by default, which is complete then. */
  public boolean isDefault() {
    return first().isDefault();
  }

  /** Returns the shown size of the picture; empty when unknown. */
  Optional<Presentation.Resolution> resolution() {
    return first().resolution();
  }

  /** Returns the average bit rate in bits per second; empty when unknown. */
  OptionalInt bitrate() {
    Integer stored = first().getBitrate();
    if (objects.size() == 1 || seconds() <= 0) {
      return stored == null ? OptionalInt.empty() : OptionalInt.of(stored);
    }
    return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, size * 8 / seconds()));
  }

  /** Whether the pictures of two renditions have the same size. */
  boolean hasSizeOf(MediaView other) {
    return resolution().equals(other.resolution());
  }

  /** Whether the pictures of this rendition are larger than those of another one. */
  boolean hasMorePixelsThan(MediaView other) {
    return pixels() > other.pixels();
  }

  /** Whether this rendition has fewer bytes than the pictures of another one. */
  boolean isSmallerThan(MediaView other) {
    Optional<Presentation.Track> pictures =
        other.track().map(track -> track.picture().orElse(track));
    return pictures.isEmpty()
        || size
            < pictures.get().segments().segments().stream()
                .mapToLong(SegmentIndex.Segment::size)
                .sum();
  }

  /**
   * Returns a range of the view.
   *
   * @throws IllegalArgumentException when it exceeds the view
   */
  public ViewRange range(ByteRange bytes) {
    return new ViewRange(extents, bytes);
  }

  /** Returns the number of bytes up to the end of the first object. */
  public long firstObjectSize() {
    return first().getSize();
  }

  /**
   * Returns the number of chunks in which the objects are delivered, none of which has bytes of two
   * objects.
   *
   * @param chunkSize largest number of bytes in a chunk
   */
  public long chunkCount(int chunkSize) {
    return objects.stream().mapToLong(o -> (o.getSize() + chunkSize - 1) / chunkSize).sum();
  }
}
