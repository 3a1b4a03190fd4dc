package io.sealcast.it.harness;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.RangeLink;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two web instances and two processors with one database and one broker, which tests may kill. The
 * chunk cache is off, so that each byte comes through Kafka.
 */
public final class Cluster {
  private static final int EACH = 2;
  private static final int MEBIBYTES = 24;
  private static Cluster shared;

  private final Installation installation = Installation.start("cluster");
  private final List<SealcastServer> webs = new ArrayList<>();
  private final List<SealcastServer> processors = new ArrayList<>();
  private Api ann;
  private KnownVideo video;

  private Cluster() {}

  /**
   * Returns the cluster that tests share; it ends with the JVM. Processes that the previous test
   * killed have been restarted.
   */
  public static synchronized Cluster shared() {
    Cluster cluster = shared == null ? new Cluster() : shared;
    try {
      cluster.run();
      shared = cluster;
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      // the next test starts a new cluster, which should not run beside this one
      shared = null;
      cluster.servers().forEach(SealcastServer::kill);
      cluster.installation.close();
      throw e;
    }
  }

  private void run() {
    servers().filter(server -> !server.isAlive()).forEach(SealcastServer::begin);
    for (int number = webs.size() + 1; number <= EACH; number++) {
      webs.add(begin("web", number));
      processors.add(begin("processor", number));
    }
    servers().forEach(SealcastServer::awaitReady);
    if (ann == null) {
      ann = Api.signUp(web(0));
      video = KnownVideo.upload(ann, installation.storage(), MEBIBYTES);
    }
  }

  private SealcastServer begin(String role, int number) {
    return SealcastServer.in(installation)
        .name(role + "-" + number)
        .roles(role)
        .env("SEALCAST_CACHE_MAX_BYTES", "0")
        .begin();
  }

  /** Returns all running servers. */
  public Stream<SealcastServer> servers() {
    return Stream.concat(webs.stream(), processors.stream());
  }

  public Installation installation() {
    return installation;
  }

  /**
   * Returns a web instance.
   *
   * @param index 0 or 1
   */
  public SealcastServer web(int index) {
    return webs.get(index);
  }

  public List<SealcastServer> processors() {
    return processors;
  }

  /** Returns the owner of the video. */
  public Api ann() {
    return ann;
  }

  /** Returns a video that is long enough to be watched during a test. */
  public KnownVideo video() {
    return video;
  }

  public RangeLink socket(int web, JsonObject stream) {
    return video.socket(web(web), stream);
  }
}
