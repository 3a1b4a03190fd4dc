package io.sealcast.web;

import io.sealcast.path.BasePath;
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
 * Resolves the addresses of the built modules, style sheets and images. Their names contain a hash
 * of their content, so that a browser may cache them for ever; the build writes a manifest of the
 * names.
 */
@Named("assets")
@ApplicationScoped
public class Assets {
  static final String DIRECTORY = "/assets/";

  /** The form of built names: name, hash of the content, extension. */
  private static final Pattern HASHED = Pattern.compile("/assets/[\\w.-]+-[0-9A-Z]{8}\\.\\w+");

  private final Map<String, String> hashedNames;
  private final BasePath base;

  @Inject
  Assets(ServletContext context, BasePath base) {
    this(read(context.getResourceAsStream(DIRECTORY + "manifest.json")), base);
  }

  Assets(Map<String, String> hashedNames, BasePath base) {
    this.hashedNames = hashedNames;
    this.base = base;
  }

  /**
   * Returns the address of an asset.
   *
   * @param name name of the asset in the sources, for instance {@code watch.js}
   * @throws IllegalArgumentException when the build has no such asset, since a page without it
   *     would be incomplete
   */
  public String of(String name) {
    String hashed = hashedNames.get(name);
    if (hashed == null) {
      throw new IllegalArgumentException("no asset named " + name + " was built");
    }
    return base.of(DIRECTORY + hashed);
  }

  /** Whether a path has a hash in its name, so that its content never changes. */
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
