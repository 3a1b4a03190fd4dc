package io.sealcast;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.VideoStorage;
import jakarta.annotation.Resource;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Checks the dependencies between packages against the table of the design. */
class ArchitectureTest {
  private static final String ROOT = "io.sealcast";

  /** The packages that all others may use. */
  static final Set<String> COMMON =
      Set.of("problem", "metrics", "text", "range", "role", "path", "limit", "webvtt");

  /** The packages that each package may use besides {@link #COMMON}. */
  static final Map<String, Set<String>> HOUSE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("problem", Set.of()),
              Map.entry("metrics", Set.of()),
              Map.entry("text", Set.of()),
              Map.entry("range", Set.of()),
              Map.entry("role", Set.of()),
              Map.entry("path", Set.of()),
              Map.entry("limit", Set.of()),
              Map.entry("webvtt", Set.of()),
              Map.entry("origin", Set.of()),
              Map.entry("tls", Set.of("storage")),
              Map.entry("container", Set.of()),
              Map.entry("storage", Set.of()),
              Map.entry("media", Set.of()),
              Map.entry("messaging", Set.of()),
              Map.entry("vault", Set.of("container", "storage")),
              Map.entry("account", Set.of()),
              Map.entry("catalog", Set.of("account")),
              Map.entry("ingest", Set.of("catalog", "account", "vault", "messaging")),
              Map.entry("processing", Set.of("catalog", "vault", "media", "messaging")),
              Map.entry("delivery", Set.of("catalog", "vault", "messaging")),
              Map.entry("playback", Set.of("catalog", "account", "vault", "messaging")),
              Map.entry("captions", Set.of("catalog", "account", "vault", "messaging", "playback")),
              Map.entry("gateway", Set.of("playback", "catalog", "account", "origin")),
              Map.entry("web", Set.of("playback", "catalog", "ingest", "account", "origin")),
              Map.entry("embedded", Set.of())));

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  @TestFactory
  List<DynamicTest> importsOnlyWhatTheTableAllows() {
    return HOUSE.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getKey(), e.getValue())))
        .toList();
  }

  private static void check(String name, Set<String> allowed) {
    Set<String> forbidden = new TreeSet<>(HOUSE.keySet());
    forbidden.add("platform");
    forbidden.removeAll(allowed);
    forbidden.remove(name);
    forbidden.removeAll(COMMON);
    String[] packages = forbidden.stream().map(f -> ROOT + "." + f + "..").toArray(String[]::new);
    noClasses()
        .that(resideInAPackage(ROOT + "." + name + ".."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .allowEmptyShould(true)
        .check(classes);
  }

  /** A rule about a package without classes would always hold. */
  @Test
  void everyPackageHasClasses() {
    assertThat(HOUSE.keySet()).allSatisfy(name -> assertThat(classesOf(name)).isNotEmpty());
  }

  private static List<JavaClass> classesOf(String name) {
    DescribedPredicate<JavaClass> inside = resideInAPackage(ROOT + "." + name + "..");
    return classes.stream()
        .filter(inside)
        .filter(c -> !c.getSimpleName().equals("package-info"))
        .toList();
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass c : classes) {
      String[] parts = c.getPackageName().split("\\.");
      if (parts.length > 2 && !HOUSE.containsKey(parts[2]) && !parts[2].equals("platform")) {
        unknown.add(parts[2]);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void hasNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
  }

  /** Each transport can be removed, and others added, without changing the others. */
  @Test
  void transportsImportTheGatewayAndNeverEachOther() {
    slices().matching(ROOT + ".gateway.(*)..").should().notDependOnEachOther().check(classes);
    for (String transport : List.of("websocket", "sse", "http", "manifest")) {
      assertThat(classesOf("gateway." + transport)).isNotEmpty();
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".gateway")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".gateway.*..")
        .check(classes);
    only("jakarta.websocket..", "gateway.websocket");
  }

  @Test
  void keepsKafkaInItsPackage() {
    only("org.apache.kafka..", "messaging.kafka", "embedded");
    only("kafka..", "embedded");
    only("org.eclipse.microprofile.reactive.messaging..", "messaging.kafka");
  }

  /**
   * Liberty keeps a shareable connection that is closed outside of a transaction until the request
   * ends. A request that waits for its key derivation would hold it all that time.
   */
  @Test
  void connectionsGoBackToThePoolWhenTheyAreClosed() {
    long sources =
        classes.stream()
            .flatMap(c -> c.getFields().stream())
            .filter(f -> f.getRawType().isEquivalentTo(DataSource.class))
            .filter(f -> f.isAnnotatedWith(Resource.class))
            .peek(
                f ->
                    assertThat(f.getAnnotationOfType(Resource.class).shareable())
                        .as(f.getFullName())
                        .isFalse())
            .count();
    assertThat(sources).isPositive();
  }

  @Test
  void keepsTheAwsSdkInItsPackage() {
    only("software.amazon..", "storage.s3");
  }

  @Test
  void keepsTheEdgesAtTheEdges() {
    only("jakarta.ws.rs..", "account", "catalog", "ingest", "captions", "gateway", "platform");
    only("jakarta.faces..", "web");
    only("rocks.xmpp.precis..", "account");
    only("io.prometheus..", "platform");
    only("io.opentelemetry..", "messaging", "platform");
    only("javax.crypto..", "container", "vault", "account", "tls");
    only("io.zonky.test..", "embedded");
  }

  @Test
  void startsProcessesOnlyForFfmpegAndBesideTheServer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".media.ffmpeg..", ROOT + ".embedded..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(classes);
  }

  @Test
  void keepsTheContainerPlainJava() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".container..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("jakarta..", "org..").and(resideOutsideOfPackage("org.jspecify..")))
        .check(classes);
  }

  /**
   * Programs that run beside the server or without it aren't in the WAR, so a class of the
   * application that used them would fail there.
   */
  @Test
  void needsNothingThatTheWarLeavesOut() {
    DescribedPredicate<JavaClass> embedded = resideInAPackage(ROOT + ".embedded..");
    DescribedPredicate<JavaClass> recovery =
        nameMatching(
                "io\\.sealcast\\.vault\\.(RecoverVideo|RecoverVideoParts|VideoRecovery)(\\$.*)?")
            .forSubtype();
    DescribedPredicate<JavaClass> leftOut = embedded.or(recovery);
    assertThat(classes.that(embedded)).isNotEmpty();
    assertThat(classes.that(recovery)).hasSizeGreaterThan(1);
    noClasses().that(not(leftOut)).should().dependOnClassesThat(leftOut).check(classes);
  }

  /** The launcher starts before the application is built, so it can't use its classes. */
  @Test
  void startsTheEmbeddedServicesWithoutTheApplication() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".embedded..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".embedded..")))
        .check(classes);
  }

  /** Only the registry knows the versions of the container format. */
  @Test
  void reachesAVersionOfTheContainerThroughTheRegistryOnly() {
    String container = ROOT + ".container";
    noClasses()
        .that()
        .resideOutsideOfPackages(container + ".v1", container + ".registry")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(container + ".v1")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(container)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(container + ".*")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(container + ".v1")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(container + ".registry")
        .check(classes);
  }

  /** Only {@link io.sealcast.catalog.AccessPolicy} compares the owner of a video with a viewer. */
  @Test
  void leavesTheDecisionWhoMayDoWhatToTheAccessPolicy() {
    String catalog = ROOT + ".catalog.";
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(catalog + "AccessPolicy")
        .should()
        .accessField(catalog + "VideoFile_", "ownerId")
        .check(classes);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(catalog + "AccessPolicy")
        // it publishes the owner's id in an event
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".ingest.VideoRenamedPublisher")
        .should()
        .callMethod(catalog + "VideoFile", "getOwnerId")
        .check(classes);
  }

  /** Storage may be slow, and no row may stay locked and no connection occupied meanwhile. */
  @Test
  void writesNothingToStorageWithinATransaction() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "have transactions",
                c ->
                    c.getAllFields().stream()
                            .anyMatch(f -> f.getRawType().isEquivalentTo(EntityManager.class))
                        || c.getMethods().stream()
                            .anyMatch(m -> m.isAnnotatedWith(Transactional.class))))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + ".storage..")
                .or(belongToAnyOf(KeyFiles.class, VideoStorage.class))
                .or(belongToAnyOf(EncryptService.class, DecryptService.class)))
        .check(classes);
  }

  private static void only(String library, String... users) {
    String[] packages = new String[users.length];
    for (int i = 0; i < users.length; i++) {
      packages[i] = ROOT + "." + users[i] + "..";
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(classes);
  }
}
