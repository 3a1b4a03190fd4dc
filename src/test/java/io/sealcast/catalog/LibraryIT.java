package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.account.Account;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests the library with a PostgreSQL database without a locale, which {@code initdb} creates when
 * {@code LANG} isn't set. There {@code lower} converts only ASCII, and the encoding is SQL_ASCII.
 */
class LibraryIT {
  private static EmbeddedPostgres server;
  private static DataSource database;
  private static EntityManagerFactory factory;
  private static long accounts;

  private final Account owner = account();

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create database library encoding 'SQL_ASCII' locale 'C' template template0");
    }
    database = server.getDatabase("postgres", "library");
    migrate("3");
    factory =
        Persistence.createEntityManagerFactory(
            "sealcast",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", database));
    fillBeforeTheMigration();
    migrate("latest");
  }

  private static void migrate(String target) {
    Flyway.configure()
        .dataSource(database)
        .locations("classpath:db/migration")
        .target(target)
        .load()
        .migrate();
  }

  /** Inserts more than one batch of videos before the migration that introduces search keys. */
  private static void fillBeforeTheMigration() throws SQLException {
    run("insert into account (id, username, username_key, password_hash) values (1, 'o', 'o', '')");
    insert(1, 1, 600, "ÄRGER İstanbul");
    accounts = 1;
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

  private static Account account() {
    long id = ++accounts;
    String name = "user" + id;
    run(
        "insert into account (id, username, username_key, password_hash) values ("
            + id
            + ", '"
            + name
            + "', '"
            + name
            + "', '')");
    return new Account(id, name);
  }

  private static void run(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void insert(long ownerId, long firstId, int count, String title)
      throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into video_file (id, owner_id, title, filename, size_bytes, status,"
                    + " created_at) values (?, ?, ?, ?, 1, 'processed',"
                    + " timestamptz '2026-01-01' + ? * interval '1 second')")) {
      for (int i = 0; i < count; i++) {
        insert.setLong(1, firstId + i);
        insert.setLong(2, ownerId);
        insert.setString(3, title + " " + i);
        insert.setString(4, "Aufnahme_" + i + "_größer.mp4");
        // several videos have the same time
        insert.setInt(5, i / 3);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void inTransaction(Consumer<EntityManager> work) {
    EntityManager entities = factory.createEntityManager();
    try {
      entities.getTransaction().begin();
      work.accept(entities);
      entities.getTransaction().commit();
    } finally {
      if (entities.getTransaction().isActive()) {
        entities.getTransaction().rollback();
      }
      entities.close();
    }
  }

  private static long nextId = 1_000_000;

  private long add(String title) {
    long id = nextId++;
    inTransaction(e -> e.persist(new VideoFile(id, owner.id(), title, "x.mp4", 1)));
    return id;
  }

  private static Videos.Page list(Account viewer, String q, String cursor, int size) {
    LibraryQuery query = LibraryQuery.of(q, null, cursor, null, Integer.toString(size));
    EntityManager entities = factory.createEntityManager();
    try {
      return new LibraryPage(entities, viewer, query).load();
    } finally {
      entities.close();
    }
  }

  private List<String> found(String q) {
    return list(owner, q, null, 100).items().stream().map(VideoFile::getTitle).toList();
  }

  @Test
  void findsATitleByItsOwnNameAndByWhatAPersonTypes() {
    for (String title : List.of("Ärger", "İstanbul", "ΣΙΣΥΦΟΣ", "ＦＵＬＬ", "100%_!", "Łódź 🎬")) {
      add(title);
      assertThat(found(title)).as(title).containsExactly(title);
    }
    assertThat(found("arger")).containsExactly("Ärger");
    assertThat(found("A\u0308RGER")).containsExactly("Ärger");
    assertThat(found("istanbul")).containsExactly("İstanbul");
    assertThat(found("σίσυφος")).containsExactly("ΣΙΣΥΦΟΣ");
    assertThat(found("full")).containsExactly("ＦＵＬＬ");
    assertThat(found("lodz")).containsExactly("Łódź 🎬");
    assertThat(found("%")).containsExactly("100%_!");
    assertThat(found("_")).containsExactly("100%_!");
    assertThat(found("mp4")).hasSize(6);
    assertThat(found("ärger.mp4")).as("across title and file name").isEmpty();
  }

  @Test
  void keepsTheLongestTitlesOfAnyLanguage() {
    String longest = "ﷺ".repeat(100) + "🎬".repeat(100);
    add(longest);
    assertThat(found("🎬🎬")).containsExactly(longest);
  }

  @Test
  void givesKeysToVideosFromBeforeAndToThoseThatSomethingElseRenamed() throws SQLException {
    SearchKeys keys = new SearchKeys(database);
    keys.fill();
    Account old = new Account(1, "o");
    assertThat(list(old, "arger istanbul", null, 1).total()).isEqualTo(600);
    assertThat(keys.fill()).as("once is enough").isZero();
    run("update video_file set title = 'Übung' where id = 7");
    assertThat(keys.fill()).isEqualTo(1);
    assertThat(list(old, "ubung", null, 9).items())
        .extracting(VideoFile::getId)
        .containsExactly(7L);
    assertThat(list(old, "istanbul", null, 1).total()).isEqualTo(599);
  }

  @Test
  void neitherSkipsNorDoublesAVideoWhateverComesAndGoes() throws SQLException {
    Random random = new Random(16);
    for (int round = 0; round < 4; round++) {
      Account viewer = account();
      long first = nextId;
      nextId += 60;
      insert(viewer.id(), first, 60, "v");
      Set<Long> there = new LinkedHashSet<>();
      for (long id = first; id < nextId; id++) {
        there.add(id);
      }
      List<Long> seen = new ArrayList<>();
      String cursor = null;
      do {
        Videos.Page page = list(viewer, null, cursor, 1 + random.nextInt(9));
        page.items().forEach(v -> seen.add(v.getId()));
        cursor = page.next() == null ? null : page.next().cursor();
        for (int i = random.nextInt(4); i > 0; i--) {
          // often the last one listed, so that the video of the cursor is deleted too
          long gone = random.nextBoolean() ? seen.get(seen.size() - 1) : first + random.nextInt(60);
          run("delete from video_file where id = " + gone);
          there.remove(gone);
        }
        long fresh = nextId++;
        run(
            "insert into video_file (id, owner_id, title, filename, size_bytes, status) values ("
                + fresh
                + ", "
                + viewer.id()
                + ", 'new', 'new', 1, 'uploaded')");
      } while (cursor != null);
      assertThat(seen).as("seed 16, round " + round).doesNotHaveDuplicates().containsAll(there);
      assertThat(seen).allMatch(id -> id < first + 60);
    }
  }

  @Test
  void searchesFiveThousandVideosByTheIndexOfTheirOwner() throws SQLException {
    Account viewer = account();
    insert(viewer.id(), 10_000, 5_000, "Sitzung der Übungsgruppe mit längerem Titel");
    new SearchKeys(database).fill();
    run("analyze video_file");
    assertThat(list(viewer, "UBUNGSGRUPPE mit längerem titel 49", null, 24).total()).isEqualTo(111);
    assertThat(list(viewer, "gibt es nicht", null, 24).total()).isZero();
    assertThat(plan(viewer)).contains("video_file_owner");
  }

  private static String plan(Account viewer) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      // Nearly all videos belong to one owner here. With more owners, the planner would choose the
      // index without this.
      statement.execute("set enable_seqscan = off");
      try (ResultSet rows =
          statement.executeQuery(
              "explain (analyze, buffers) select * from video_file where owner_id = "
                  + viewer.id()
                  + " and search_key like '%gibt es nicht%' escape '!'"
                  + " order by created_at desc, id desc limit 25")) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      statement.execute("reset enable_seqscan");
    }
    return plan.toString();
  }
}
