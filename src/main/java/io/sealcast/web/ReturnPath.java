package io.sealcast.web;

import io.sealcast.path.BasePath;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page to which a visitor goes on after signing in. Only pages of this application are allowed,
 * which prevents open redirects. Targets are paths as a browser has them, with the base path.
 *
 * @param base the path under which the application is served
 */
record ReturnPath(BasePath base) {
  static final String LIBRARY = "/";
  static final String SIGN_IN = "/sign-in";

  private static final int MAX_LENGTH = 512;
  private static final Set<String> PAGES = Set.of(LIBRARY, "/upload", "/watch");

  /** Whether a path, without base path and parameters, is a page that requires a sign-in. */
  static boolean isGuarded(String path) {
    return PAGES.contains(path);
  }

  /** Returns the address of the library, which is the default. */
  String library() {
    return base.of(LIBRARY);
  }

  /** Returns {@code target} if it is a page of this application, or else the library. */
  String safe(@Nullable String target) {
    if (target == null || target.length() > MAX_LENGTH || !target.startsWith("/")) {
      return library();
    }
    try {
      URI uri = new URI(target);
      boolean ours = uri.getRawAuthority() == null && uri.getScheme() == null;
      return ours && uri.getRawPath() != null && isPage(uri.getRawPath()) ? target : library();
    } catch (URISyntaxException e) {
      return library();
    }
  }

  private boolean isPage(String path) {
    return base.within(path).filter(PAGES::contains).isPresent();
  }

  /** Returns the address of the sign-in page, with {@code target} as the page to return to. */
  String signIn(@Nullable String target) {
    String safe = safe(target);
    return safe.equals(library())
        ? base.of(SIGN_IN)
        : base.of(SIGN_IN + "?to=" + URLEncoder.encode(safe, StandardCharsets.UTF_8));
  }
}
