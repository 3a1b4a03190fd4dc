package io.sealcast.it.harness;

import io.sealcast.embedded.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the services of docker-compose.yml without Docker: the same programs with the same
 * environment in the layout of the Dockerfile, on free ports of the loopback address.
 */
public final class ComposeStack implements AutoCloseable {
  private static final Path ROOT = Installation.ROOT.resolve("compose");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The default cluster id of Kafka's image. */
  private static final String CLUSTER = "5L6g3nShT-eMCtK--X86sw";

  private final ComposeFile file = ComposeFile.read();
  private final ImageRecipe image = ImageRecipe.read();
  private final int databasePort = Ports.free();
  private final int brokerPort = Ports.free();
  private final int controllerPort = Ports.free();
  private final Map<String, Integer> httpPorts = new TreeMap<>();
  private final List<Container> running = new ArrayList<>();
  private EmbeddedPostgres database;

  public ComposeStack() throws IOException {
    Installation.deleteRecursively(ROOT);
    for (ComposeFile.Service service : file.services().values()) {
      for (String volume : service.volumes().values()) {
        Files.createDirectories(volume(volume));
      }
    }
  }

  /** Returns the local directory of a volume. */
  public Path volume(String name) {
    return ROOT.resolve("volumes").resolve(name);
  }

  private Container container(String service, String name) throws IOException {
    Path home = Files.createDirectories(ROOT.resolve(name));
    ComposeFile.Service written = file.service(service);
    return new Container(written, home, text -> here(written, name, text));
  }

  /** Replaces hosts, ports and directories of the containers by the local ones. */
  private String here(ComposeFile.Service service, String name, String text) {
    String mapped = text;
    for (Map.Entry<String, String> volume : service.volumes().entrySet()) {
      mapped = mapped.replace(volume.getKey(), volume(volume.getValue()).toString());
    }
    mapped =
        mapped
            .replace("/opt/sealcast/", ROOT.resolve(name).resolve("opt/sealcast") + "/")
            .replace("://:9092", "://localhost:" + brokerPort)
            .replace("kafka:9092", "localhost:" + brokerPort)
            .replace("localhost/9092", "localhost/" + brokerPort)
            .replace("localhost:9093", "localhost:" + controllerPort)
            .replace("=5432", "=" + databasePort);
    if (mapped.equals("postgres")) {
      return "localhost";
    }
    return mapped.replace("localhost:8000", "localhost:" + httpPorts.getOrDefault(name, 8000));
  }

  /** Runs the service that generates the secrets. It may be run repeatedly. */
  public void makeSecrets() throws IOException, InterruptedException {
    Container secrets = container("secrets", "secrets");
    layOut(secrets.home());
    List<String> command = new ArrayList<>(List.of("sh"));
    file.service("secrets")
        .list("entrypoint")
        .forEach(word -> command.add(here(file.service("secrets"), "secrets", word)));
    secrets.start(command, secrets.environment(Map.of()));
    secrets.awaitSuccess();
  }

  /**
   * Starts PostgreSQL like the entry point of the image, with the user and the database of the
   * environment.
   */
  public Container startDatabase() throws Exception {
    Container postgres = container("postgres", "postgres");
    standInForPgIsReady(postgres.home());
    Map<String, String> environment = postgres.environment(Map.of());
    String user = environment.get("POSTGRES_USER");
    String password = Files.readString(Path.of(environment.get("POSTGRES_PASSWORD_FILE")));
    Path data = volume("database").resolve("data");
    database =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setOverrideWorkingDirectory(Installation.postgresBinaries().toFile())
            .setPort(databasePort)
            .setLocaleConfig("locale", "C")
            .setPGStartupWait(Duration.ofSeconds(60))
            .setServerConfig("listen_addresses", "localhost")
            .setServerConfig("unix_socket_directories", "''")
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(postgres.log().toFile()))
            .start();
    try (Connection connection = database.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create role " + user + " superuser login password '" + password + "'");
      statement.execute("create database " + environment.get("POSTGRES_DB") + " owner " + user);
      Files.writeString(data.resolve("pg_hba.conf"), "host all all all scram-sha-256\n");
      statement.execute("select pg_reload_conf()");
    }
    return postgres;
  }

  /**
   * Writes a substitute of pg_isready for machines without PostgreSQL's client. It sends an
   * SSLRequest and accepts any response.
   */
  private static void standInForPgIsReady(Path directory) throws IOException {
    Path script =
        Files.write(
            directory.resolve("pg_isready"),
            List.of(
                "#!/usr/bin/env bash",
                "for word; do case $word in --port=*) port=${word#--port=} ;; esac; done",
                "exec 3<>/dev/tcp/localhost/$port || exit 2",
                "printf '\\0\\0\\0\\010\\004\\322\\026\\057' >&3",
                "test \"$(head -c 1 <&3 | wc -c)\" -eq 1"));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /**
   * Starts Kafka with the program of its image that converts the environment to a configuration.
   */
  public Container startBroker() throws IOException, InterruptedException {
    Container kafka = container("kafka", "kafka");
    Map<String, String> environment = kafka.environment(Map.of("CLUSTER_ID", CLUSTER));
    for (String directory : List.of("default", "mounted", "final")) {
      Files.createDirectories(kafka.home().resolve(directory));
    }
    for (String empty : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
      Files.createFile(kafka.home().resolve("default").resolve(empty));
    }
    kafka.start(
        kafkaProgram(
            "kafka.docker.KafkaDockerWrapper",
            List.of("setup", "-D", "default", "-M", "mounted", "-F", "final")),
        environment);
    kafka.awaitSuccess();
    kafka.start(kafkaProgram("kafka.Kafka", List.of("final/server.properties")), environment);
    running.add(kafka);
    return kafka;
  }

  private List<String> kafkaProgram(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    for (String options : List.of("KAFKA_HEAP_OPTS", "KAFKA_JVM_PERFORMANCE_OPTS")) {
      command.addAll(List.of(file.service("kafka").environment().get(options).split(" ")));
    }
    command.addAll(List.of("-classpath", absoluteClassPath(), program));
    command.addAll(arguments);
    return command;
  }

  private static String absoluteClassPath() {
    List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, absolute);
  }

  /**
   * Starts a container of a service with Sealcast's image. The call doesn't wait until it is ready.
   */
  public Container start(String service, String name) throws IOException {
    httpPorts.put(name, Ports.free());
    Container container = container(service, name);
    layOut(container.home());
    Map<String, String> environment = container.environment(image.environment());
    environment.put("SEALCAST_DB_PORT", Integer.toString(databasePort));
    environment.put("SEALCAST_HTTP_HOST", "localhost");
    environment.put("SEALCAST_HTTP_PORT", Integer.toString(httpPorts.get(name)));
    environment.put("WLP_USER_DIR", container.home().resolve("usr").toString());
    // this is the command of the base image
    String server = SealcastServer.INSTALL.resolve("bin/server").toString();
    container.start(List.of(server, "run", "defaultServer"), environment);
    running.add(container);
    return container;
  }

  public URI uri(String name) {
    return URI.create("http://localhost:" + httpPorts.get(name));
  }

  public String bootstrap() {
    return "localhost:" + brokerPort;
  }

  /** Copies the files that the Dockerfile copies. */
  private void layOut(Path home) throws IOException {
    for (ImageRecipe.Copy copy : image.copies()) {
      Path target =
          home.resolve(
              copy.target()
                  .replace("/config/", "usr/servers/defaultServer/")
                  .replace("/opt/ol/wlp/", "")
                  .replaceFirst("^/", ""));
      for (String source : copy.sources()) {
        if (source.equals("/build/target/tools/")) {
          // the server unpacks missing files itself
          continue;
        }
        Path from = Path.of(source.replace("/build/", ""));
        if (source.equals("/build/target/jdbc/")) {
          from = SealcastServer.driver();
        }
        boolean intoDirectory = copy.target().endsWith("/");
        Path to = intoDirectory ? target.resolve(from.getFileName()) : target;
        Files.createDirectories(to.getParent());
        if (Files.notExists(to)) {
          Files.copy(from, to);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).kill();
    }
    if (database != null) {
      database.close();
    }
  }
}
