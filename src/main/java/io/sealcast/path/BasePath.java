package io.sealcast.path;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path under which a browser finds the application: {@code /}, or one such as {@code /videos}
 * that a proxy shares with other applications. It is the context root of the server, which
 * server.xml takes from {@code SEALCAST_BASE_PATH}, so that the proxy passes paths on as they are.
 *
 * <p>Inside of the application, paths are without it: {@code /upload}, {@code /api/videos}. What
 * leaves the application (links, redirects, addresses in answers) goes through {@link #of}, what
 * arrives through {@link #pathOf} or {@link #within}. Thread-safe.
 */
@Named("base")
@ApplicationScoped
public class BasePath {
  /** The name of the setting. */
  public static final String SETTING = "SEALCAST_BASE_PATH";

  private static final String ROOT = "/";

  /** Segments of unreserved characters (RFC 3986, section 2.3), since they have one spelling. */
  private static final Pattern SETTING_FORM =
      Pattern.compile("/|(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+");

  /** Paths at which Liberty itself answers. */
  private static final Pattern TAKEN = Pattern.compile("/(?:health|openapi)(?:/.*)?");

  private final String prefix;

  @Inject
  BasePath(ServletContext context) {
    this(context.getContextPath());
  }

  /**
   * @param contextPath the context path as servlets have it: empty for the root, or else with a
   *     slash at the beginning and none at the end
   */
  public BasePath(String contextPath) {
    prefix = contextPath.equals(ROOT) ? "" : contextPath;
  }

  /**
   * Checks the setting.
   *
   * @throws IllegalArgumentException when it isn't a path, with a sentence that says so
   */
  public static void requireValid(String setting) {
    if (!SETTING_FORM.matcher(setting).matches()) {
      throw new IllegalArgumentException(
          SETTING
              + " must be / or a path such as /videos, with a slash at the beginning, none at the"
              + " end, and otherwise only letters, digits and - . _ ~ /, not '"
              + setting
              + "'");
    }
    if (TAKEN.matcher(setting).matches()) {
      throw new IllegalArgumentException(
          SETTING + " can't be '" + setting + "', since the server itself answers there");
    }
  }

  /**
   * Returns the path of an address as a browser has to request it.
   *
   * @param path path inside of the application, with a slash at the beginning; a query may follow
   */
  public String of(String path) {
    return prefix + path;
  }

  /** Returns what precedes every path of the application: empty, or such as {@code /videos}. */
  public String getPrefix() {
    return prefix;
  }

  /** Returns the path for which a browser keeps a cookie of the application. */
  public String getCookiePath() {
    return prefix.isEmpty() ? ROOT : prefix;
  }

  /**
   * Returns the path inside of the application, or empty if the path isn't one of the application.
   *
   * @param path path of an address, without a query
   */
  public Optional<String> within(String path) {
    if (path.equals(prefix)) {
      return Optional.of(ROOT);
    }
    return path.startsWith(prefix + ROOT)
        ? Optional.of(path.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * Returns the path of a request inside of the application, as it was sent. If the base path was
   * sent in another spelling, it stays in front: such a path isn't canonical and is refused.
   */
  public static String pathOf(HttpServletRequest request) {
    String path = request.getRequestURI();
    return new BasePath(request.getContextPath()).within(path).orElse(path);
  }
}
