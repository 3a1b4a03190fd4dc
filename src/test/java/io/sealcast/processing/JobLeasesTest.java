package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.VideoWarning;
import io.sealcast.media.Captions;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the results of jobs; {@link JobLeasesProperties} tests the leases. */
class JobLeasesTest {
  private final LeaseModel model = new LeaseModel();

  @Test
  void registersAllThatAJobPublishedAndPlaysItsFirstRendition() {
    Rendition large = LeaseModel.rendition("1080p.mp4", 1920, 1080);
    Rendition small = LeaseModel.rendition("480p.mp4", 854, 480);
    LeasedVideo leased = model.leases.acquire(LeaseModel.FILE, "w").video().orElseThrow();
    ProcessingResult result =
        new ProcessingResult(
            List.of(
                published(new Poster("poster.jpg"), 900),
                published(large, 20_000),
                published(small, 10_000),
                published(new Captions(3, new LanguageTag("de"), "Untertitel"), 300)),
            List.of(new MediaWarning("subtitles_skipped", "English (dvd_subtitle, not text)")));

    assertThat(model.leases.complete(leased, result)).isTrue();

    assertThat(model.video.getObjects())
        .extracting(MediaObject::getName, MediaObject::getKind, MediaObject::isDefault)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("source", MediaObject.Kind.SOURCE, false),
            org.assertj.core.groups.Tuple.tuple("poster.jpg", MediaObject.Kind.POSTER, false),
            org.assertj.core.groups.Tuple.tuple("1080p.mp4", MediaObject.Kind.RENDITION, true),
            org.assertj.core.groups.Tuple.tuple("480p.mp4", MediaObject.Kind.RENDITION, false),
            org.assertj.core.groups.Tuple.tuple(
                "captions.de.vtt", MediaObject.Kind.CAPTIONS, false));
    MediaObject captions = model.video.object("captions.de.vtt").orElseThrow();
    assertThat(captions.language()).contains(new LanguageTag("de"));
    assertThat(captions.label()).isEqualTo("Untertitel");
    assertThat(model.video.getWarnings())
        .containsExactly(new VideoWarning("subtitles_skipped", "English (dvd_subtitle, not text)"));
    assertThat(model.video.getWidth()).isEqualTo(1920);
    assertThat(model.video.getDurationSeconds()).isEqualTo(2.0);
    Presentation.Track track = model.video.object("480p.mp4").orElseThrow().track().orElseThrow();
    assertThat(track.codecs()).containsExactly("avc1.64001f", "mp4a.40.2");
    assertThat(track.resolution()).contains(new Presentation.Resolution(854, 480));
    assertThat(track.segments().duration()).isEqualTo(2.0);
    assertThat(model.video.object("poster.jpg").orElseThrow().track()).isEmpty();
    assertThat(model.video.getObjects())
        .extracting(MediaObject::getName)
        .containsExactlyInAnyOrder(
            "source", "poster.jpg", "1080p.mp4", "480p.mp4", "captions.de.vtt");
  }

  @Test
  void aResultThatCannotBePlayedIsNone() {
    List<PublishedObject> poster = List.of(published(new Poster("poster.jpg"), 900));
    assertThatThrownBy(() -> new ProcessingResult(poster, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PublishedObject published(MediaOutput output, long size) {
    ObjectRef ref = new ObjectRef(LeaseModel.FILE, UUID.randomUUID());
    return new PublishedObject(new StoredObject(ref, new byte[16], size), output);
  }
}
