package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.ErrorCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the pieces of videos in work with a PostgreSQL database. */
class PieceStepsIT {
  private static final String LEADER = "here/1";
  private static final String HELPER = "there/1";
  private static final PieceSteps.Plan PLAN =
      new PieceSteps.Plan(1280, 720, "30000/1001", 0.021333, 200.5, 200.1);

  private static EmbeddedPostgres server;
  private static EntityManagerFactory factory;
  private static long ids;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final Instant later = now.plus(Duration.ofSeconds(30));
  private long video;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
    DataSource database = server.getPostgresDatabase();
    Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    factory =
        Persistence.createEntityManagerFactory(
            "sealcast",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", database));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into account (id, username, username_key, password_hash) values (1, 'o', 'o', '')");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (factory != null) {
      factory.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void aVideoInWork() {
    // those of other tests would wait, too
    inTransaction(e -> e.createQuery("delete from PieceStep s").executeUpdate());
    video = addVideo();
  }

  private long addVideo() {
    long id = ++ids;
    inTransaction(
        e -> {
          VideoFile added = new VideoFile(id, 1, "A film", "film.mkv", 1);
          added.acquireLease(LEADER, now, later);
          e.persist(added);
          return id;
        });
    return id;
  }

  private static <T> T inTransaction(Function<EntityManager, T> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      T result = work.apply(entities);
      entities.getTransaction().commit();
      return result;
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  private static <T> T steps(Function<PieceSteps, T> work) {
    return inTransaction(entities -> work.apply(new PieceSteps(entities)));
  }

  private static List<PieceSteps.PlannedPiece> pieces(PieceSteps.Plan plan, int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(
            n ->
                new PieceSteps.PlannedPiece(
                    plan, n, 60 * n, n < 3 ? OptionalInt.of(60 * n + 60) : OptionalInt.empty()))
        .toList();
  }

  private boolean offer(String worker, PieceSteps.Plan plan, int... numbers) {
    return steps(s -> s.offer(video, worker, pieces(plan, numbers), now));
  }

  private PieceStep find(int number) {
    return steps(s -> s.find(video, number)).orElseThrow();
  }

  /** Takes the lease of a piece. */
  private PieceStep acquire(int number, String worker) {
    return inTransaction(
        e -> {
          PieceStep step = new PieceSteps(e).find(video, number).orElseThrow();
          return step.acquireLease(worker, now, later) ? step : null;
        });
  }

  /** Makes a piece as a worker does. */
  private UUID make(int number, String worker) {
    PieceStep step = acquire(number, worker);
    UUID object = expect();
    assertThat(complete(step, worker, object)).isTrue();
    return object;
  }

  private UUID expect() {
    UUID object = UUID.randomUUID();
    inTransaction(
        e -> {
          new ObjectDeletions(e).expect(object, video, now);
          return object;
        });
    return object;
  }

  private static boolean complete(PieceStep step, String worker, UUID object) {
    return steps(s -> s.complete(step, worker, new PieceStep.Made(object, new byte[16], 9)));
  }

  private static List<PieceStep> waiting(String instance, Instant at, int most) {
    return steps(s -> s.waiting(instance, at, most));
  }

  private Optional<PieceStep> next(Instant at) {
    return steps(s -> s.nextOf(video, at));
  }

  private static boolean fail(PieceStep step, String worker) {
    return steps(s -> s.fail(step, worker));
  }

  private List<Integer> numbers() {
    return inTransaction(
        e ->
            e.createQuery(
                    "select s.number from PieceStep s where s.fileId = :id order by s.number",
                    Integer.class)
                .setParameter("id", video)
                .getResultList());
  }

  /** Returns the objects of the video that are deleted within some seconds. */
  private List<UUID> due() {
    return inTransaction(
        e ->
            e.createQuery(
                    "select d.objectId from ObjectDeletion d where d.fileId = :id"
                        + " and d.nextTry < :soon",
                    UUID.class)
                .setParameter("id", video)
                .setParameter("soon", now.plusSeconds(60))
                .getResultList());
  }

  private int deletions() {
    return inTransaction(e -> new ObjectDeletions(e).of(video)).size();
  }

  private void change(java.util.function.Consumer<VideoFile> change) {
    inTransaction(
        e -> {
          VideoFile found = e.find(VideoFile.class, video);
          change.accept(found);
          return found;
        });
  }

  @Test
  void onlyWhoHasTheLeaseOfTheVideoOffersPieces() {
    assertThat(offer(HELPER, PLAN, 1, 2)).isFalse();
    assertThat(numbers()).isEmpty();
    assertThat(offer(LEADER, PLAN, 1, 2, 3)).isTrue();
    assertThat(numbers()).containsExactly(1, 2, 3);
    assertThat(find(2).getPiece()).isEqualTo(pieces(PLAN, 2).get(0));
    assertThat(find(3).getPiece().to()).isEmpty();
  }

  @Test
  void aPieceThatIsMadeHasAnObjectThatIsNotDeleted() {
    offer(LEADER, PLAN, 1, 2);
    assertThat(find(1).getMade()).isEmpty();

    UUID object = make(1, HELPER);

    assertThat(find(1).getMade().orElseThrow().objectId()).isEqualTo(object);
    assertThat(find(1).getMade().orElseThrow().size()).isEqualTo(9);
    assertThat(find(1).getAttempts()).isEqualTo(1);
    assertThat(deletions()).isZero();
    assertThat(acquire(1, HELPER)).as("nobody makes it again").isNull();
    assertThat(next(later).orElseThrow().getPiece().number()).isEqualTo(2);
  }

  @Test
  void aPieceInWorkIsFreeWhenItsLeaseEnds() {
    offer(LEADER, PLAN, 1, 2);
    acquire(1, HELPER);
    assertThat(next(now).orElseThrow().getPiece().number()).isEqualTo(2);
    acquire(2, LEADER);
    assertThat(next(now)).isEmpty();
    assertThat(next(later.plusSeconds(1)).orElseThrow().getPiece().number()).isEqualTo(1);
  }

  @Test
  void otherInstancesAreOfferedPiecesAndTheBeginningsOfVideosFirst() {
    offer(LEADER, PLAN, 1, 2);
    long first = video;
    video = addVideo();
    offer(LEADER, PLAN, 1, 2);

    List<PieceStep> waiting = waiting("there/", now, 8);
    assertThat(waiting)
        .extracting(s -> s.getFileId() + "." + s.getPiece().number())
        .containsExactly(first + ".1", video + ".1", first + ".2", video + ".2");
    assertThat(waiting("there/", now, 3)).hasSize(3);
    assertThat(waiting("here/", now, 8)).isEmpty();
    assertThat(waiting("he", now, 8)).isEmpty();
    assertThat(waiting("ere/", now, 8)).hasSize(4);
    change(v -> v.handBack(LEADER));
    assertThat(waiting("here/", now, 8))
        .as("between two attempts")
        .extracting(LeasedStep::getFileId)
        .containsOnly(video);
  }

  @Test
  void aRepeatedAttemptKeepsWhatItNeedsAndRemovesTheRest() {
    offer(LEADER, PLAN, 1, 2, 3);
    UUID kept = make(1, HELPER);
    UUID needless = make(3, HELPER);
    PieceStep inWork = acquire(2, HELPER);
    change(v -> v.handBack(LEADER));
    change(v -> v.acquireLease(HELPER, now, later));

    assertThat(offer(LEADER, PLAN, 1, 2)).as("who has lost the lease").isFalse();
    assertThat(offer(HELPER, PLAN, 1, 2)).isTrue();

    assertThat(numbers()).containsExactly(1, 2);
    assertThat(find(1).getMade().orElseThrow().objectId()).isEqualTo(kept);
    assertThat(due()).containsExactly(needless);
    assertThat(complete(inWork, HELPER, expect())).as("who was at work goes on").isTrue();
  }

  @Test
  void piecesOfAnotherPlanAreRemoved() {
    offer(LEADER, PLAN, 1, 2);
    UUID made = make(1, HELPER);
    PieceStep inWork = acquire(2, HELPER);
    PieceSteps.Plan other = new PieceSteps.Plan(1280, 720, "30000/1001", 0.021334, 200.5, 200.1);

    assertThat(offer(LEADER, other, 1, 2)).isTrue();

    assertThat(numbers()).containsExactly(1, 2);
    assertThat(find(1).getMade()).isEmpty();
    assertThat(due()).containsExactly(made);
    UUID late = expect();
    assertThat(complete(inWork, HELPER, late)).isFalse();
    assertThat(deletions()).as("the other one when its time is over").isEqualTo(2);
    assertThat(offer(LEADER, other)).isTrue();
    assertThat(numbers()).isEmpty();
  }

  @Test
  void aPieceThatFailedIsNotTakenUntilTheNextAttempt() {
    offer(LEADER, PLAN, 1);
    PieceStep step = acquire(1, HELPER);
    assertThat(fail(step, LEADER)).isFalse();
    assertThat(fail(step, HELPER)).isTrue();
    assertThat(find(1).isFailed()).isTrue();
    assertThat(next(later.plusSeconds(1))).isEmpty();
    assertThat(waiting("there/", later.plusSeconds(1), 8)).isEmpty();
    assertThat(acquire(1, HELPER)).isNull();

    offer(LEADER, PLAN, 1);

    assertThat(find(1).isFailed()).isFalse();
    assertThat(find(1).getAttempts()).isZero();
  }

  @Test
  void whoHasLostTheLeaseOfAPieceDoesNotCompleteIt() {
    offer(LEADER, PLAN, 1);
    PieceStep step = acquire(1, HELPER);
    UUID object = expect();
    assertThat(complete(step, "another/1", object)).isFalse();
    assertThat(complete(step, HELPER, UUID.randomUUID())).as("deleted meanwhile").isFalse();
    assertThat(deletions()).isEqualTo(1);
    assertThat(complete(step, HELPER, object)).isTrue();
  }

  @Test
  void theEndOfAJobRemovesAllPiecesAndTheirObjects() {
    offer(LEADER, PLAN, 1, 2, 3);
    List<UUID> made = List.of(make(1, HELPER), make(2, HELPER));
    PieceStep inWork = acquire(3, HELPER);

    steps(
        s -> {
          s.end(video, now);
          return s;
        });

    assertThat(numbers()).isEmpty();
    assertThat(due()).containsExactlyInAnyOrderElementsOf(made);
    assertThat(complete(inWork, HELPER, expect())).isFalse();
  }

  @Test
  void nothingIsMadeForAVideoWhoseJobHasAnOutcome() {
    offer(LEADER, PLAN, 1);
    PieceStep step = acquire(1, HELPER);
    change(v -> v.recordFailure(LEADER, ErrorCode.PROCESSING_CANCELLED, "It was cancelled."));
    assertThat(complete(step, HELPER, expect())).isFalse();
    assertThat(offer(LEADER, PLAN, 1)).isFalse();
  }

  /** An instance of an earlier version leaves them. */
  @Test
  void whatIsLeftOfAJobThatHasEndedIsRemoved() {
    offer(LEADER, PLAN, 1, 2);
    UUID made = make(1, HELPER);
    removeEnded();
    assertThat(numbers()).as("in work").containsExactly(1, 2);
    change(
        v -> {
          v.recordFailure(LEADER, ErrorCode.NOT_A_VIDEO, "It isn't one.");
          v.settle(LEADER);
        });

    removeEnded();

    assertThat(numbers()).isEmpty();
    assertThat(due()).containsExactly(made);
  }

  private void removeEnded() {
    steps(
        s -> {
          s.removeEnded(now, 5);
          return s;
        });
  }

  @Test
  void aDeletedVideoHasNoPieces() {
    offer(LEADER, PLAN, 1);
    make(1, HELPER);
    inTransaction(
        e ->
            e.createQuery("delete from VideoFile v where v.id = :id")
                .setParameter("id", video)
                .executeUpdate());
    assertThat(numbers()).isEmpty();
  }
}
