package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.range.ByteRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MediaViewTest {
  private static MediaObject part(String rendition, int number) {
    return part(rendition, number, 2.0 * number);
  }

  /** Returns a part of 100 bytes whose segments begin at some times. */
  private static MediaObject part(String rendition, int number, double... starts) {
    int init = number == 0 ? 10 : 0;
    List<SegmentIndex.Segment> segments = new ArrayList<>();
    long size = (100 - init) / starts.length;
    for (double start : starts) {
      segments.add(new SegmentIndex.Segment(start, 2, init + size * segments.size(), size));
    }
    Presentation.Track track =
        new Presentation.Track(
            rendition,
            "video/mp4",
            Optional.of(new Presentation.Resolution(1280, 720)),
            OptionalInt.of(400),
            List.of("avc1.64001f", "mp4a.40.2"),
            new SegmentIndex(init, segments));
    return MediaObject.part(
        new UUID(0, number), rendition + ".part-" + number, number, track, 100, new byte[16]);
  }

  @Test
  void partsAreOneFileInTheirOrder() {
    MediaObject poster =
        new MediaObject(
            new UUID(1, 1), "poster.jpg", MediaObject.Kind.POSTER, "image/jpeg", 7, new byte[16]);
    List<MediaView> views = MediaView.of(List.of(part("720p.mp4", 1), poster, part("720p.mp4", 0)));

    assertThat(views).extracting(MediaView::name).containsExactly("720p.mp4", "poster.jpg");
    MediaView film = views.get(0);
    assertThat(film.kind()).isEqualTo(MediaObject.Kind.RENDITION);
    assertThat(film.size()).isEqualTo(200);
    assertThat(film.seconds()).isEqualTo(4.0);
    assertThat(film.bitrate()).hasValue(400);
    assertThat(film.codecs()).contains("avc1.64001f,mp4a.40.2");
    assertThat(film.version()).isEqualTo(new UUID(0, 1).toString());
    assertThat(film.track().orElseThrow().segments())
        .isEqualTo(
            new SegmentIndex(
                10,
                List.of(
                    new SegmentIndex.Segment(0, 2, 10, 90),
                    new SegmentIndex.Segment(2, 2, 100, 100))));
    assertThat(film.range(new ByteRange(150, 160)).chunkRangeAt(150).range().object())
        .isEqualTo(new UUID(0, 1));
    assertThat(views.get(1).kind()).isEqualTo(MediaObject.Kind.POSTER);
    assertThat(views.get(1).track()).isEmpty();
  }

  /** Returns a part of 90 bytes of pictures, some of them, and 10 bytes of sound. */
  private static MediaObject partApart(int number) {
    long from = number == 0 ? 20 : 0;
    Segment whole = new Segment(2.0 * number, 2, from, 100 - from);
    Segment pictures = new Segment(2.0 * number, 2, from, 90 - from);
    Segment sound = new Segment(2.0 * number, 1.9, 90, 10);
    SegmentIndex index =
        new SegmentIndex(
            0,
            from,
            List.of(whole),
            Optional.of(
                new SegmentIndex.Apart(
                    new SegmentIndex(
                        from == 0 ? 0 : 8, from / 5, List.of(pictures), Optional.empty()),
                    new SegmentIndex(
                        from == 0 ? 0 : 14, from / 4, List.of(sound), Optional.empty()))));
    Presentation.Track track =
        new Presentation.Track(
            "720p.mp4",
            "video/mp4",
            Optional.of(new Presentation.Resolution(1280, 720)),
            OptionalInt.of(400),
            List.of("avc1.64001f", "mp4a.40.2"),
            index);
    return MediaObject.part(
        new UUID(2, number), "720p.mp4.part-" + number, number, track, 100, new byte[16]);
  }

  @Test
  void picturesAndSoundOfAllPartsAreTwoTracksOfOneFile() {
    Presentation.Track film =
        MediaView.of(List.of(partApart(0), partApart(1))).get(0).track().orElseThrow();
    Presentation.Track picture = film.picture().orElseThrow();
    Presentation.Track sound = film.sound().orElseThrow();

    assertThat(picture.id()).isEqualTo("720p.mp4.picture");
    assertThat(picture.name()).isEqualTo("720p.mp4");
    assertThat(picture.codecs()).containsExactly("avc1.64001f");
    assertThat(picture.averageBitrate()).hasValue(320);
    assertThat(picture.segments())
        .isEqualTo(
            new SegmentIndex(
                8,
                4,
                List.of(new Segment(0, 2, 20, 70), new Segment(2, 2, 100, 90)),
                Optional.empty()));
    assertThat(sound.id()).isEqualTo("720p.mp4.sound");
    assertThat(sound.contentType()).isEqualTo("audio/mp4");
    assertThat(sound.codecs()).containsExactly("mp4a.40.2");
    assertThat(sound.resolution()).isEmpty();
    assertThat(sound.segments())
        .isEqualTo(
            new SegmentIndex(
                14,
                5,
                List.of(new Segment(0, 1.9, 90, 10), new Segment(2, 1.9, 190, 10)),
                Optional.empty()));
  }

  @Test
  void aFileIsNotReadApartWhenOneOfItsPartsCanNotBe() {
    Presentation.Track film =
        MediaView.of(List.of(partApart(0), part("720p.mp4", 1))).get(0).track().orElseThrow();
    assertThat(film.picture()).isEmpty();
    assertThat(film.sound()).isEmpty();
  }

  @Test
  void whatComesAfterAMissingPartIsNotThere() {
    List<MediaView> views = MediaView.of(List.of(part("720p.mp4", 0), part("720p.mp4", 2)));
    assertThat(views).hasSize(1);
    assertThat(views.get(0).size()).isEqualTo(100);
    assertThat(MediaView.of(List.of(part("720p.mp4", 1)))).isEmpty();
  }

  @Test
  void aCompleteRenditionIsPlayedRatherThanOneInWork() {
    MediaObject inWork = part("1080p.mp4", 0);
    MediaObject complete = part("720p.mp4", 0).asDefault();
    List<MediaView> both = MediaView.of(List.of(inWork, complete));
    assertThat(MediaView.defaultOf(both).orElseThrow().name()).isEqualTo("720p.mp4");
    List<MediaView> one = MediaView.of(List.of(inWork));
    assertThat(MediaView.defaultOf(one).orElseThrow().isDefault()).isFalse();
    assertThat(MediaView.defaultOf(List.of())).isEmpty();
  }

  @Test
  void aRequestedChunkHasBytesOfOneObject() {
    MediaView film = MediaView.of(List.of(part("720p.mp4", 0), part("720p.mp4", 1))).get(0);
    assertThat(film.chunkCount(64)).isEqualTo(4);
    assertThat(film.chunkCount(1 << 20)).isEqualTo(2);
    assertThat(film.firstObjectSize()).isEqualTo(100);
  }

  @Test
  void aSmallerRenditionIsThereWhenItHasAllItsParts() {
    MediaObject first = part("720p.mp4", 0).asDefault();
    MediaObject second = part("720p.mp4", 1).asDefault();
    MediaObject beginning = part("240p.mp4", 0);
    MediaObject end = part("240p.mp4", 1);

    assertThat(MediaView.of(List.of(beginning, first, second)))
        .extracting(MediaView::name)
        .containsExactly("720p.mp4");
    assertThat(MediaView.of(List.of(end, first, second)))
        .extracting(MediaView::name)
        .containsExactly("720p.mp4");
    assertThat(MediaView.of(List.of(end, first, beginning, second)))
        .extracting(MediaView::name)
        .containsExactly("240p.mp4", "720p.mp4");
    assertThat(MediaView.of(List.of(part("720p.mp4", 0))))
        .as("a video that is being prepared")
        .hasSize(1);
  }

  /** As of a default rendition whose copied keyframes are far apart. */
  @Test
  void aSmallerRenditionMayHaveMoreSegments() {
    MediaObject whole = part("720p.mp4", 0, 0, 10).asDefault();
    MediaObject beginning = part("240p.mp4", 0, 0, 2, 4, 6, 8);
    MediaObject end = part("240p.mp4", 1, 10, 12);

    assertThat(MediaView.of(List.of(whole, beginning))).hasSize(1);
    assertThat(MediaView.of(List.of(whole, beginning, end)))
        .extracting(MediaView::name)
        .containsExactly("720p.mp4", "240p.mp4");
  }

  @Test
  void onlyPicturesCountForWhatIsSmaller() {
    MediaView apart = MediaView.of(List.of(partApart(0), partApart(1))).get(0);
    MediaView of100 = MediaView.of(List.of(part("240p.mp4", 0))).get(0);
    MediaView of200 = MediaView.of(List.of(part("240p.mp4", 0), part("240p.mp4", 1))).get(0);

    assertThat(of100.isSmallerThan(apart)).as("100 of 70 and 90 bytes of pictures").isTrue();
    assertThat(of200.isSmallerThan(apart)).isFalse();
  }
}
