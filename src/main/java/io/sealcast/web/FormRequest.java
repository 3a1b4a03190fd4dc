package io.sealcast.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page, whose parameters {@link FormFields} parses in place of the container. A
 * body that isn't an URL-encoded form yields no parameters, since no page sends one.
 */
final class FormRequest extends HttpServletRequestWrapper {
  /**
   * Maximum length of a body in bytes. The longest form, with every character escaped, has half of
   * it.
   */
  static final int MAX_BYTES = 64 * 1024;

  private static final String FORM = "application/x-www-form-urlencoded";

  private final Map<String, String[]> fields;

  private FormRequest(HttpServletRequest request, Map<String, String[]> fields) {
    super(request);
    this.fields = fields;
  }

  /** Reads the form of a request. Returns empty when its body is longer than {@link #MAX_BYTES}. */
  static Optional<FormRequest> of(HttpServletRequest request) throws IOException {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    if (!isForm(request)) {
      return Optional.of(new FormRequest(request, FormFields.parse(query)));
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    return body.length > MAX_BYTES
        ? Optional.empty()
        : Optional.of(
            new FormRequest(
                request, FormFields.parse(query, new String(body, StandardCharsets.ISO_8859_1))));
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getMethod().equals("POST")
        && type != null
        && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = fields.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = fields.get(name);
    return values == null ? null : values.clone();
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(fields);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(fields.keySet());
  }
}
