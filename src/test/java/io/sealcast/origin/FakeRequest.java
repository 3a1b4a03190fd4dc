package io.sealcast.origin;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A request with a method, a path and headers, for filters that use nothing else. */
public final class FakeRequest {
  private FakeRequest() {}

  public static HttpServletRequest of(String verb, String uri, Map<String, List<String>> headers) {
    return of(verb, "", uri, headers);
  }

  /** Creates a request to an application with a context path. */
  public static HttpServletRequest of(
      String verb, String contextPath, String uri, Map<String, List<String>> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> verb;
                  case "getRequestURI" -> uri.split("\\?", 2)[0];
                  case "getQueryString" -> uri.contains("?") ? uri.split("\\?", 2)[1] : null;
                  case "getContextPath" -> contextPath;
                  case "getHeader" ->
                      headers.getOrDefault((String) arguments[0], List.of()).stream()
                          .findFirst()
                          .orElse(null);
                  case "getHeaders" ->
                      Collections.enumeration(
                          headers.getOrDefault((String) arguments[0], List.of()));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
