package io.sealcast.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.catalog.PieceStep;
import io.sealcast.catalog.PieceSteps;
import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a job does with pieces, with real storage. */
class StoredPiecesTest {
  private static final List<PicturePiece> PIECES =
      PicturePiece.of(new PicturePlan(1280, 720, "25", 0, 180, 180));

  @TempDir Path directory;
  private final LeaseModel model = new LeaseModel();
  private final LeasedVideo video =
      model.leases.acquire(LeaseModel.FILE, "here/1").video().orElseThrow();
  private final MemorySteps steps = new MemorySteps();
  private final List<VideoEvent> events = new ArrayList<>();
  private final Cancellation cancellation = new Cancellation();
  private StoredPieces.Maker maker = (stepId, part) -> true;
  private EncryptService encrypt;
  private DecryptService decrypt;
  private VideoStorage storage;
  private DataKey key;
  private StoredPieces pieces;

  @BeforeEach
  void open() throws IOException {
    LocalBlobStore blobs = new LocalBlobStore(directory, 0);
    encrypt = new EncryptService(blobs);
    decrypt = new DecryptService(blobs);
    storage = new VideoStorage(blobs);
    key = encrypt.newDataKey();
    pieces =
        new StoredPieces(
            video,
            key,
            () -> 12,
            steps,
            model.leases,
            (stepId, part) -> maker.make(stepId, part),
            decrypt,
            events::add);
  }

  private void loseTheLease() {
    model.leases.handBack(video);
  }

  @Test
  void offersPiecesAndTellsOthers() {
    pieces.offer(PIECES.subList(1, 3));
    assertThat(steps.offered).extracting(PieceSteps.PlannedPiece::number).containsExactly(1, 2);
    assertThat(events).containsExactly(new VideoEvent.Changed(LeaseModel.FILE, "processing", 12));
    steps.leased = false;
    assertThatThrownBy(() -> pieces.offer(PIECES)).isInstanceOf(CancellationException.class);
    assertThat(events).hasSize(1);
  }

  @Test
  void makesTheFirstFreePiece() {
    List<UUID> made = new ArrayList<>();
    maker = (stepId, part) -> made.add(stepId);
    assertThat(pieces.makeNext(cancellation)).isFalse();
    steps.next = step(1, 0);
    assertThat(pieces.makeNext(cancellation)).isTrue();
    assertThat(made).containsExactly(steps.next.getStepId());
  }

  @Test
  void aPieceThatOthersAlwaysTakeFirstIsNoReasonToTryForEver() {
    steps.next = step(1, 0);
    List<UUID> tried = new ArrayList<>();
    maker =
        (stepId, part) -> {
          tried.add(stepId);
          return false;
        };
    assertThat(pieces.makeNext(cancellation)).isFalse();
    assertThat(tried).hasSize(3);
  }

  /** As the keeper of leases does when another worker has taken the piece. */
  @Test
  void aLostPieceDoesNotCancelTheJob() {
    steps.next = step(1, 0);
    maker =
        (stepId, part) -> {
          part.cancel();
          return true;
        };
    assertThat(pieces.makeNext(cancellation)).isTrue();
    cancellation.check();
  }

  @Test
  void aCancelledJobMakesNoPieces() {
    steps.next = step(1, 0);
    maker =
        (stepId, part) -> {
          cancellation.cancel();
          assertThatThrownBy(part::check).isInstanceOf(CancellationException.class);
          return true;
        };
    assertThatThrownBy(() -> pieces.makeNext(cancellation))
        .isInstanceOf(CancellationException.class);
    maker =
        (stepId, part) -> {
          throw new AssertionError();
        };
    assertThatThrownBy(() -> pieces.makeNext(cancellation))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void whoHasLostTheLeaseOfTheJobIsCancelled() {
    steps.next = step(1, 0);
    loseTheLease();
    assertThatThrownBy(() -> pieces.makeNext(cancellation))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> pieces.find(PIECES.get(1))).isInstanceOf(CancellationException.class);
  }

  @Test
  void aPieceOfAnotherPlanIsNotTaken() {
    steps.found = step(1, 0.5);
    assertThatThrownBy(() -> pieces.find(PIECES.get(1))).isInstanceOf(DomainException.class);
    loseTheLease();
    assertThatThrownBy(() -> pieces.find(PIECES.get(1))).isInstanceOf(CancellationException.class);
  }

  @Test
  void aPieceThatCannotBeMadeIsAFailure() {
    steps.found = step(1, 0);
    assertThat(pieces.find(PIECES.get(1))).isEmpty();
    steps.failed = true;
    assertThatThrownBy(() -> pieces.find(PIECES.get(1)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESSING_FAILED));
  }

  @Test
  void aPieceIsReadFromTheStorageAndAgain() throws IOException {
    steps.found = step(1, 0);
    steps.made = store("0123456789");

    MediaSource source = pieces.find(PIECES.get(1)).orElseThrow();

    assertThat(source.size()).isEqualTo(10);
    assertThat(new String(source.readFully(0, 4), US_ASCII)).isEqualTo("0123");
    assertThat(new String(source.readFully(4, 6), US_ASCII)).isEqualTo("456789");
    assertThat(source.read(10, new byte[1], 0, 1)).isEqualTo(-1);
    assertThat(new String(source.readFully(2, 3), US_ASCII)).isEqualTo("234");
    pieces.close();
  }

  private PieceStep.Made store(String content) throws IOException {
    try (SealedSink sink = new SealedSink(encrypt, decrypt, storage, LeaseModel.FILE, key)) {
      try (OutputStream out = sink.open("piece")) {
        out.write(content.getBytes(US_ASCII));
      }
      StoredObject stored = sink.keep("piece");
      return new PieceStep.Made(stored.ref().objectId(), stored.iv(), stored.size());
    }
  }

  /** Returns a step of a plan whose origin may be another one. */
  private PieceStep step(int number, double origin) {
    PicturePiece piece = PIECES.get(number);
    return new MemoryStep(
        new PieceSteps.PlannedPiece(
            new PieceSteps.Plan(1280, 720, "25", origin, 180, 180),
            number,
            piece.from(),
            piece.to()));
  }

  private final class MemoryStep extends PieceStep {
    private final UUID id = UUID.randomUUID();
    private final PieceSteps.PlannedPiece piece;

    MemoryStep(PieceSteps.PlannedPiece piece) {
      this.piece = piece;
    }

    @Override
    public UUID getStepId() {
      return id;
    }

    @Override
    public PieceSteps.PlannedPiece getPiece() {
      return piece;
    }

    @Override
    public boolean isFailed() {
      return steps.failed;
    }

    @Override
    public Optional<Made> getMade() {
      return Optional.ofNullable(steps.made);
    }
  }

  /** A table with given answers. */
  private static final class MemorySteps extends PieceSteps {
    private boolean leased = true;
    private boolean failed;
    private List<PlannedPiece> offered = List.of();
    private PieceStep next;
    private PieceStep found;
    private PieceStep.Made made;

    @Override
    public boolean offer(long fileId, String worker, List<PlannedPiece> all, Instant now) {
      offered = all;
      return leased && worker.equals("here/1");
    }

    @Override
    public Optional<PieceStep> nextOf(long fileId, Instant now) {
      return Optional.ofNullable(next);
    }

    @Override
    public Optional<PieceStep> find(long fileId, int number) {
      return Optional.ofNullable(found);
    }
  }
}
