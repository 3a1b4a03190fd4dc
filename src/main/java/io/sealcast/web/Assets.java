package io.sealcast.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the built modules, style sheets and images are. Their names carry a hash, so that a browser
 * may keep them for ever; the build writes which is which into a manifest.
 */
@Named("assets")
@ApplicationScoped
public class Assets {
  static final String DIRECTORY = "/assets/";

  /** As the build writes them: a name, the hash of its content, what kind it is. */
  private static final Pattern HASHED = Pattern.compile("/assets/[\\w.-]+-[0-9A-Z]{8}\\.\\w+");

  private final Map<String, String> hashedNames;

  Assets() {
    this(Map.of());
  }

  @Inject
  Assets(ServletContext context) {
    this(read(context.getResourceAsStream(DIRECTORY + "manifest.json")));
  }

  Assets(Map<String, String> hashedNames) {
    this.hashedNames = hashedNames;
  }

  /**
   * The address of what the sources call {@code name}, for instance {@code watch.js}.
   *
   * @throws IllegalArgumentException for what wasn't built: a page must not go out half dressed
   */
  public String of(String name) {
    String hashed = hashedNames.get(name);
    if (hashed == null) {
      throw new IllegalArgumentException("no asset named " + name + " was built");
    }
    return DIRECTORY + hashed;
  }

  /** Whether what has this address never changes. */
  static boolean isHashed(String path) {
    return HASHED.matcher(path).matches();
  }

  static Map<String, String> read(@Nullable InputStream manifest) {
    if (manifest == null) {
      return Map.of();
    }
    try (InputStream in = manifest;
        JsonReader reader = Json.createReader(in)) {
      JsonObject json = reader.readObject();
      return json.keySet().stream()
          .collect(Collectors.toMap(name -> name, name -> string(json, name)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String string(JsonObject json, String name) {
    return json.getString(name);
  }
}
