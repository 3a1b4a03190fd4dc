package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.account.Account;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VideoFileTest {
  private static final String WORKER = "processor-1/a";
  private static final String OTHER = "processor-2/b";
  private static final Account ANN = new Account(1, "ann");

  private final VideoFile video = new VideoFile(42, 1, "A film", "film.mp4", 1000);

  private static Instant in(int seconds) {
    return Instant.now().plusSeconds(seconds);
  }

  @Test
  void isTakenByOneWorkerAtATime() {
    assertThat(video.acquireLease(WORKER, Instant.now(), in(30))).isTrue();
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).isFalse();
    assertThat(video.isLeasedTo(WORKER)).isTrue();
  }

  @Test
  void waitsForItsPauseAfterAnAttemptThatBrokeOff() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.abandon(WORKER, in(10));
    assertThat(video.getStatus()).isEqualTo(VideoStatus.PROCESSING);
    assertThat(video.isLeasedTo(WORKER)).isFalse();
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).as("taken in the pause").isFalse();
    assertThat(video.getAttempts()).isEqualTo(1);
  }

  @Test
  void isTakenAgainAfterItsPause() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.abandon(WORKER, Instant.now());
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).isTrue();
    assertThat(video.getAttempts()).isEqualTo(2);
    assertThat(video.getNotBefore()).isNull();
  }

  @Test
  void aServerThatStopsCostsNeitherAnAttemptNorAPause() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.handBack(WORKER);
    assertThat(video.getAttempts()).isZero();
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).isTrue();
  }

  @Test
  void aCancelledJobLosesItsWorkerAndFails() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.cancel(OTHER, in(10));
    assertThat(video.isLeasedTo(WORKER)).isFalse();
    assertThat(video.isConcluded()).isTrue();
    video.settle(OTHER);
    assertThat(video.getFailureCode()).isEqualTo("processing_cancelled");
    video.requeue();
    assertThat(video.acquireLease(WORKER, Instant.now(), in(30))).isTrue();
    assertThat(video.getAttempts()).isEqualTo(1);
  }

  @Test
  void aJobThatWaitsOrPausesCanBeCancelledToo() {
    video.cancel(OTHER, in(10));
    assertThat(video.isLeasedTo(OTHER)).isTrue();
    VideoFile pausing = new VideoFile(43, 1, "A film", "film.mp4", 1000);
    pausing.acquireLease(WORKER, Instant.now(), in(30));
    pausing.abandon(WORKER, in(60));
    pausing.cancel(OTHER, Instant.now().minusSeconds(1));
    assertThat(pausing.acquireLease(WORKER, Instant.now(), in(30)))
        .as("a processor settles what its canceller couldn't")
        .isTrue();
  }

  @Test
  void aJobWithAnOutcomeIsNotCancelled() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.recordFailure(WORKER, ErrorCode.NOT_A_VIDEO, "No video.");
    refusesCancellation();
    video.settle(WORKER);
    refusesCancellation();
    assertThat(video.getFailureCode()).isEqualTo("not_a_video");
  }

  private void refusesCancellation() {
    assertThatThrownBy(() -> video.cancel(OTHER, in(10)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.VIDEO_NOT_PROCESSING));
  }

  @Test
  void aVideoThatIsProcessedDoesNotBeginAnew() {
    refuses(ErrorCode.VIDEO_BUSY);
    video.acquireLease(WORKER, Instant.now(), in(30));
    refuses(ErrorCode.VIDEO_BUSY);
    video.abandon(WORKER, in(10));
    refuses(ErrorCode.VIDEO_BUSY);
  }

  @Test
  void whatBeginsAnewHasForgottenItsAttemptsAndItsFailure() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.abandon(WORKER, Instant.now().minus(Duration.ofSeconds(1)));
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.recordFailure(WORKER, ErrorCode.PROCESSING_INTERRUPTED, "It broke off.");
    video.settle(WORKER);

    video.requeue();

    assertThat(video.getStatus()).isEqualTo(VideoStatus.UPLOADED);
    assertThat(video.getAttempts()).isZero();
    assertThat(video.getProgress()).isZero();
    JsonObject json = VideoJson.of(video, ANN);
    assertThat(json.isNull("failure")).isTrue();
    refuses(ErrorCode.VIDEO_BUSY);
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).isTrue();
  }

  @Test
  void hasItsStatusOnlyWhenItIsSettled() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.recordFailure(WORKER, ErrorCode.NOT_A_VIDEO, "It isn't one.");
    assertThat(video.getStatus()).isEqualTo(VideoStatus.PROCESSING);
    assertThat(VideoJson.of(video, ANN).isNull("failure")).isTrue();

    video.defer(WORKER, Instant.now().minusSeconds(1));
    assertThat(video.acquireLease(OTHER, Instant.now(), in(30))).isTrue();
    assertThat(video.getAttempts()).as("nothing is attempted any more").isEqualTo(1);
    video.settle(OTHER);

    assertThat(video.getStatus()).isEqualTo(VideoStatus.FAILED);
    assertThat(video.getFailureCode()).isEqualTo(ErrorCode.NOT_A_VIDEO.code());
  }

  @Test
  void isNotSettledWithoutAnOutcomeNorByAnother() {
    video.acquireLease(WORKER, Instant.now(), in(30));
    assertThatThrownBy(() -> video.settle(WORKER)).isInstanceOf(IllegalStateException.class);
    video.recordFailure(WORKER, ErrorCode.NOT_A_VIDEO, "It isn't one.");
    assertThatThrownBy(() -> video.settle(OTHER)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void showsItsWarningsAndWhetherItPlays() {
    JsonObject before = VideoJson.of(video, ANN);
    assertThat(before.getJsonArray("warnings")).isEmpty();
    assertThat(before.getBoolean("playable")).isFalse();

    process(List.of(new VideoWarning("ends_early", "It ends at 0:12 of 0:20.")));

    JsonObject after = VideoJson.of(video, ANN);
    assertThat(after.getBoolean("playable")).isTrue();
    assertThat(after.getJsonArray("warnings"))
        .hasToString("[{\"code\":\"ends_early\",\"message\":\"It ends at 0:12 of 0:20.\"}]");
  }

  @Test
  void keepsItsWarningsAsText() {
    VideoWarningsConverter converter = new VideoWarningsConverter();
    List<VideoWarning> warnings =
        List.of(
            new VideoWarning("damaged", "Some \"parts\" can't be shown."),
            new VideoWarning("not_tone_mapped", "Colours – as they are."));
    assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(warnings)))
        .isEqualTo(warnings);
    assertThat(converter.convertToDatabaseColumn(List.of())).isNull();
    assertThat(converter.convertToEntityAttribute(null)).isEmpty();
  }

  private static MediaObject part(String rendition) {
    return MediaObject.part(
        UUID.randomUUID(),
        rendition + ".part-0000",
        0,
        new Presentation.Track(
            rendition,
            "video/mp4",
            Optional.of(new Presentation.Resolution(640, 360)),
            OptionalInt.of(400),
            List.of("avc1.64001f"),
            new SegmentIndex(10, List.of(new SegmentIndex.Segment(0, 2, 10, 90)))),
        100,
        new byte[16]);
  }

  /** Begins a new preparation of a processed video, of which a part is there. */
  private void beginAnew() {
    process(List.of(new VideoWarning("damaged", "Parts are damaged.")));
    video.requeue();
    assertThat(video.acquireLease(WORKER, Instant.now(), in(30))).isTrue();
    assertThat(video.isConcluded()).isFalse();
    assertThat(video.getAttempts()).isEqualTo(1);
    video.publishPart(WORKER, part("360p-2.mp4"), 99);
  }

  private List<String> views() {
    return video.views().stream().map(MediaView::name).toList();
  }

  @Test
  void aProcessedVideoPlaysAsBeforeWhileItIsPreparedAnew() {
    beginAnew();
    assertThat(video.isPlayable()).isTrue();
    assertThat(video.isComplete()).isTrue();
    assertThat(views()).containsExactly("720p.mp4");
    assertThat(video.getDurationSeconds()).isEqualTo(12.0);
    assertThat(video.getHeight()).isEqualTo(720);
    refuses(ErrorCode.VIDEO_BUSY);
  }

  @Test
  void theNewPreparationReplacesTheOneBefore() {
    beginAnew();
    assertThat(video.removeSuperseded(WORKER))
        .extracting(MediaObject::getName)
        .containsExactly("720p.mp4");
    video.recordResult(WORKER, "360p-2.mp4", 13, 640, 360, List.of());
    video.settle(WORKER);

    assertThat(video.getStatus()).isEqualTo(VideoStatus.PROCESSED);
    assertThat(video.isPreparedAnew()).isFalse();
    assertThat(views()).containsExactly("360p-2.mp4");
    assertThat(video.getDurationSeconds()).isEqualTo(13.0);
    assertThat(video.getWarnings()).isEmpty();
  }

  @Test
  void aNewPreparationThatFailsLeavesTheOneBeforeAndAWarning() {
    beginAnew();
    video.recordFailure(WORKER, ErrorCode.PROCESSING_TIMEOUT, "It took too long.");
    assertThat(video.isConcluded()).isTrue();
    video.settle(WORKER);

    assertThat(video.getStatus()).isEqualTo(VideoStatus.PROCESSED);
    assertThat(video.getFailureCode()).isNull();
    assertThat(views()).containsExactly("720p.mp4");
    assertThat(video.getObjects()).hasSize(1);
    assertThat(video.getWarnings())
        .extracting(VideoWarning::code)
        .containsExactly("damaged", "not_prepared_anew");
    assertThat(video.getWarnings().get(1).message()).endsWith("It took too long.");

    video.requeue();
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.recordFailure(WORKER, ErrorCode.PROCESSING_TIMEOUT, "Too long again.");
    assertThat(video.getWarnings()).as("after the second time").hasSize(2);
  }

  @Test
  void aNewPreparationThatIsCancelledLeavesTheOneBefore() {
    beginAnew();
    video.cancel(OTHER, in(10));
    video.settle(OTHER);

    assertThat(video.getStatus()).isEqualTo(VideoStatus.PROCESSED);
    assertThat(views()).containsExactly("720p.mp4");
    assertThat(video.getWarnings()).extracting(VideoWarning::code).containsExactly("damaged");
  }

  @Test
  void aVideoPlaysAsBeforeUntilTheFailureOfItsNewPreparationIsSettled() {
    beginAnew();
    video.recordFailure(WORKER, ErrorCode.PROCESSING_TIMEOUT, "It took too long.");
    assertThat(video.isPlayable()).isTrue();
    assertThat(video.isComplete()).isTrue();
    assertThat(views()).containsExactly("720p.mp4");
  }

  @Test
  void aSmallerRenditionThatIsNotCompleteIsRemovedForANewPreparation() {
    process(List.of());
    video.addObject(part("240p.mp4"));
    assertThat(views()).as("it has a segment, and the other one none").hasSize(1);
    assertThat(video.removeIncompleteRenditions())
        .extracting(MediaObject::getName)
        .containsExactly("240p.mp4.part-0000");
    assertThat(video.getObjects()).hasSize(1);
  }

  private void process(List<VideoWarning> warnings) {
    video.acquireLease(WORKER, Instant.now(), in(30));
    video.addObject(
        new MediaObject(
                UUID.randomUUID(),
                "720p.mp4",
                MediaObject.Kind.RENDITION,
                "video/mp4",
                900,
                new byte[16])
            .asDefault());
    video.recordResult(WORKER, "720p.mp4", 12, 1280, 720, warnings);
    video.settle(WORKER);
  }

  private void refuses(ErrorCode code) {
    assertThatThrownBy(video::requeue)
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
