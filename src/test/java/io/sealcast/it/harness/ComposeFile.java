package io.sealcast.it.harness;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The content of docker-compose.yml as Compose reads it when no variable is set. */
public final class ComposeFile {
  public static final Path PATH = Path.of("docker-compose.yml");
  private static final Pattern DEFAULTED = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, Object> networks;

  /**
   * A service.
   *
   * @param name name of the service
   * @param all all its properties
   */
  public record Service(String name, Map<String, Object> all) {
    public String image() {
      return (String) all.get("image");
    }

    public Map<String, String> environment() {
      Map<String, String> texts = new TreeMap<>();
      map(all.get("environment")).forEach((name, value) -> texts.put(name, text(value)));
      return texts;
    }

    /** Returns the program of the health check and its arguments. */
    public List<String> healthCheck() {
      List<String> test = texts(map(all.get("healthcheck")).get("test"));
      return test.isEmpty() ? test : test.subList(1, test.size());
    }

    public List<String> list(String key) {
      return texts(all.get(key));
    }

    /** Returns the volumes by their directories in the container. */
    public Map<String, String> volumes() {
      Map<String, String> byPath = new TreeMap<>();
      for (String volume : list("volumes")) {
        byPath.put(volume.split(":")[1], volume.split(":")[0]);
      }
      return byPath;
    }
  }

  private ComposeFile(Map<String, Object> root) {
    map(root.get("services")).forEach((name, s) -> services.put(name, new Service(name, map(s))));
    networks = map(root.get("networks"));
  }

  public static ComposeFile read() {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    try (Reader reader = Files.newBufferedReader(PATH)) {
      return new ComposeFile(map(yaml.load(reader)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Map<String, Service> services() {
    return services;
  }

  public Service service(String name) {
    return services.get(name);
  }

  /** Returns the properties of a network. */
  public Map<String, Object> network(String name) {
    return map(networks.get(name));
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((k, v) -> copy.put(String.valueOf(k), v));
    }
    return copy;
  }

  private static List<String> texts(Object value) {
    List<String> copy = new ArrayList<>();
    if (value instanceof List<?> items) {
      items.forEach(item -> copy.add(text(item)));
    }
    return copy;
  }

  private static String text(Object value) {
    return DEFAULTED.matcher(String.valueOf(value)).replaceAll("$1").replace("$$", "$");
  }
}
