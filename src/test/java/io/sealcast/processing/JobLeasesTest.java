package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.catalog.VideoWarning;
import io.sealcast.media.Captions;
import io.sealcast.media.Chapters;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.PictureCodec;
import io.sealcast.media.Poster;
import io.sealcast.media.StoryboardFile;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the results of jobs; {@link JobLeasesProperties} tests the leases. */
class JobLeasesTest {
  private final LeaseModel model = new LeaseModel();

  @Test
  void registersAllThatAJobPublishedAndPlaysItsRendition() {
    LeasedVideo leased = model.leases.acquire(LeaseModel.FILE, "w").video().orElseThrow();
    PublishedPart first = LeaseModel.part(0);
    PublishedPart second = LeaseModel.part(1);
    ProcessingResult result =
        new ProcessingResult(
            "720p.mp4",
            LeaseModel.rendition(2),
            List.of(
                published(new Poster("poster.jpg"), 900),
                published(StoryboardFile.sheet(0), 800),
                published(StoryboardFile.index(), 80),
                published(new Chapters(), 70),
                published(new Captions(3, new LanguageTag("de"), "Untertitel"), 300)),
            List.of(new Ladder.Rung(new Ladder.Size(640, 360), PictureCodec.H264)),
            List.of(new SoundSteps.Sound(2, 2, "English")),
            List.of(new MediaWarning("subtitles_skipped", "English (dvd_subtitle, not text)")));

    assertThat(model.leases.publish(leased, first)).isTrue();
    assertThat(model.video.isPlayable()).isTrue();
    assertThat(model.video.isConcluded()).isFalse();
    assertThat(model.video.getDurationSeconds()).as("planned").isEqualTo(4.0);
    assertThat(model.video.preparedSeconds()).contains(2.0);
    assertThat(model.leases.publish(leased, second)).isTrue();
    assertThat(model.leases.complete(leased, result)).isTrue();

    assertThat(model.video.getObjects())
        .extracting(MediaObject::getName, MediaObject::getKind, MediaObject::isDefault)
        .containsExactlyInAnyOrder(
            tuple("source", MediaObject.Kind.SOURCE, false),
            tuple("poster.jpg", MediaObject.Kind.POSTER, false),
            tuple("storyboard-0.jpg", MediaObject.Kind.STORYBOARD, false),
            tuple("storyboard.vtt", MediaObject.Kind.STORYBOARD, false),
            tuple("chapters.vtt", MediaObject.Kind.CHAPTERS, false),
            tuple("720p.mp4.part-0000", MediaObject.Kind.PART, true),
            tuple("720p.mp4.part-0001", MediaObject.Kind.PART, true),
            tuple("captions.de.vtt", MediaObject.Kind.CAPTIONS, false));
    MediaObject captions = model.video.object("captions.de.vtt").orElseThrow();
    assertThat(captions.language()).contains(new LanguageTag("de"));
    assertThat(captions.label()).isEqualTo("Untertitel");
    assertThat(model.video.getWarnings())
        .containsExactly(new VideoWarning("subtitles_skipped", "English (dvd_subtitle, not text)"));
    assertThat(model.video.getWidth()).isEqualTo(1280);
    assertThat(model.video.getDurationSeconds()).isEqualTo(2.0);
    MediaView view = model.video.defaultRendition().orElseThrow();
    assertThat(view.name()).isEqualTo("720p.mp4");
    assertThat(view.size()).isEqualTo(20_000);
    Presentation.Track track = view.track().orElseThrow();
    assertThat(track.codecs()).containsExactly("avc1.64001f", "mp4a.40.2");
    assertThat(track.resolution()).contains(new Presentation.Resolution(1280, 720));
    assertThat(track.segments())
        .isEqualTo(
            new SegmentIndex(
                1000,
                List.of(
                    new SegmentIndex.Segment(0, 2, 1000, 9000),
                    new SegmentIndex.Segment(2, 2, 10_000, 10_000))));
    assertThat(model.video.object("poster.jpg").orElseThrow().track()).isEmpty();
    assertThat(model.videos.ladder)
        .containsExactly(new Ladder.Rung(new Ladder.Size(640, 360), PictureCodec.H264));
    assertThat(model.videos.sounds).containsExactly(new SoundSteps.Sound(2, 2, "English"));
  }

  @Test
  void aRepeatedAttemptReplacesOnlyWhatDiffers() {
    LeasedVideo first = model.leases.acquire(LeaseModel.FILE, "w1").video().orElseThrow();
    for (int i = 0; i < 3; i++) {
      model.leases.publish(first, LeaseModel.part(i));
    }
    model.leases.handBack(first);
    assertThat(model.video.isPlayable()).as("meanwhile").isTrue();

    LeasedVideo second = model.leases.acquire(LeaseModel.FILE, "w2").video().orElseThrow();
    assertThat(model.video.preparedSeconds()).as("still").contains(6.0);
    assertThat(model.leases.published(second, "720p.mp4", 2)).isPresent();
    List<UUID> removed =
        List.of(
            model.video.object("720p.mp4.part-0001").orElseThrow().getObjectId(),
            model.video.object("720p.mp4.part-0002").orElseThrow().getObjectId());
    assertThat(model.leases.withdraw(second, "720p.mp4", 1)).isTrue();
    assertThat(model.videos.toBeDeleted).containsExactlyInAnyOrderElementsOf(removed);
    PublishedPart other = LeaseModel.part(1);
    model.leases.publish(second, other);
    assertThat(model.leases.published(second, "720p.mp4", 2)).isEmpty();
    assertThat(model.leases.published(second, "720p.mp4", 1).orElseThrow().getObjectId())
        .isEqualTo(other.stored().ref().objectId());
    assertThat(model.leases.withdraw(second, "480p.mp4", 0)).isTrue();
    assertThat(model.video.isPlayable()).isFalse();
    assertThat(model.video.getDurationSeconds()).isNull();
  }

  @Test
  void whatAFailedJobHasPublishedIsGone() {
    LeasedVideo leased = model.leases.acquire(LeaseModel.FILE, "w").video().orElseThrow();
    model.leases.publish(leased, LeaseModel.part(0));
    model.leases.fail(leased, ErrorCode.PROCESSING_TIMEOUT, "It took too long.");
    assertThat(model.video.isPlayable()).isFalse();
    assertThat(model.video.getDurationSeconds()).isNull();
    assertThat(model.video.getObjects()).extracting(MediaObject::getName).containsOnly("source");
  }

  @Test
  void theEndOfAJobAndNoOtherRemovesItsPieces() {
    LeasedVideo first = model.leases.acquire(LeaseModel.FILE, "w1").video().orElseThrow();
    model.leases.publish(first, LeaseModel.part(0));
    model.leases.withdraw(first, "720p.mp4", 0);
    model.leases.interrupt(first, LeaseModel.PASSING);
    model.clock.pass(Duration.ofSeconds(10));
    LeasedVideo second = model.leases.acquire(LeaseModel.FILE, "w2").video().orElseThrow();
    model.leases.handBack(second);
    assertThat(model.videos.endsOfPieces).isZero();

    LeasedVideo third = model.leases.acquire(LeaseModel.FILE, "w3").video().orElseThrow();
    assertThat(model.complete(third)).isTrue();
    assertThat(model.videos.endsOfPieces).isOne();
  }

  @Test
  void everyFailureOfAJobRemovesItsPieces() {
    LeasedVideo failed = model.leases.acquire(LeaseModel.FILE, "w1").video().orElseThrow();
    model.leases.fail(failed, ErrorCode.NOT_A_VIDEO, "It isn't one.");
    assertThat(model.videos.endsOfPieces).isOne();

    LeaseModel lost = new LeaseModel();
    lost.leases.failLost(LeaseModel.FILE, "w1");
    assertThat(lost.videos.endsOfPieces).isOne();

    LeaseModel spent = new LeaseModel();
    for (int i = 0; i < LeaseModel.ATTEMPTS; i++) {
      assertThat(spent.videos.endsOfPieces).isZero();
      LeasedVideo each = spent.leases.acquire(LeaseModel.FILE, "w" + i).video().orElseThrow();
      spent.leases.interrupt(each, LeaseModel.PASSING);
      spent.clock.pass(Duration.ofMinutes(1));
    }
    assertThat(spent.videos.endsOfPieces).isOne();

    LeaseModel killed = new LeaseModel();
    for (int i = 0; i <= LeaseModel.ATTEMPTS; i++) {
      assertThat(killed.videos.endsOfPieces).isZero();
      killed.leases.acquire(LeaseModel.FILE, "w" + i);
      killed.clock.pass(Duration.ofMinutes(1));
    }
    assertThat(killed.videos.endsOfPieces).isOne();
  }

  @Test
  void outputsWithoutARenditionCannotBePlayed() {
    assertThatThrownBy(() -> ProcessingResult.renditionOf(List.of(new Poster("poster.jpg"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PublishedObject published(MediaOutput output, long size) {
    ObjectRef ref = new ObjectRef(LeaseModel.FILE, UUID.randomUUID());
    return new PublishedObject(new StoredObject(ref, new byte[16], size), output);
  }
}
