package io.sealcast.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page to which a visitor goes on after signing in. Only pages of this application are allowed,
 * which prevents open redirects.
 */
final class ReturnPath {
  static final String LIBRARY = "/";

  private static final int MAX_LENGTH = 512;
  private static final Set<String> PAGES = Set.of(LIBRARY, "/upload", "/watch");

  private ReturnPath() {}

  /** Whether a path, without context path and parameters, is a page that requires a sign-in. */
  static boolean isGuarded(String path) {
    return PAGES.contains(path);
  }

  /** Returns {@code target} if it is a page of this application, or else the library. */
  static String safe(@Nullable String target) {
    if (target == null || target.length() > MAX_LENGTH || !target.startsWith("/")) {
      return LIBRARY;
    }
    try {
      URI uri = new URI(target);
      boolean ours = uri.getRawAuthority() == null && uri.getScheme() == null;
      return ours && uri.getRawPath() != null && PAGES.contains(uri.getRawPath())
          ? target
          : LIBRARY;
    } catch (URISyntaxException e) {
      return LIBRARY;
    }
  }

  /** Returns the address of the sign-in page, with {@code target} as the page to return to. */
  static String signIn(@Nullable String target) {
    String safe = safe(target);
    return safe.equals(LIBRARY)
        ? "/sign-in"
        : "/sign-in?to=" + URLEncoder.encode(safe, StandardCharsets.UTF_8);
  }
}
