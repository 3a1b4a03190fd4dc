package io.sealcast.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where somebody goes on after signing in: one of our own pages, whatever the address says. */
final class ReturnPath {
  static final String LIBRARY = "/";

  private static final int MAX_LENGTH = 512;
  private static final Set<String> PAGES = Set.of(LIBRARY, "/upload", "/watch");

  private ReturnPath() {}

  /** Whether a path, without context and parameters, is a page for signed-in people. */
  static boolean isGuarded(String path) {
    return PAGES.contains(path);
  }

  /** The wish when it is one of our pages, else the library. */
  static String safe(@Nullable String wish) {
    if (wish == null || wish.length() > MAX_LENGTH || !wish.startsWith("/")) {
      return LIBRARY;
    }
    try {
      URI uri = new URI(wish);
      boolean ours = uri.getRawAuthority() == null && uri.getScheme() == null;
      return ours && uri.getRawPath() != null && PAGES.contains(uri.getRawPath()) ? wish : LIBRARY;
    } catch (URISyntaxException e) {
      return LIBRARY;
    }
  }

  /** The sign-in page's address, with the way back. */
  static String signIn(@Nullable String wish) {
    String safe = safe(wish);
    return safe.equals(LIBRARY)
        ? "/sign-in"
        : "/sign-in?to=" + URLEncoder.encode(safe, StandardCharsets.UTF_8);
  }
}
