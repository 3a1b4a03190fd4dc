package io.sealcast.web;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a page, whose parameters {@link FormFields} parses in place of the container. */
final class FormRequest extends HttpServletRequestWrapper {
  /**
   * Maximum length of a body in bytes. The longest form, with every character escaped, has half of
   * it.
   */
  static final int MAX_BYTES = 64 * 1024;

  private static final String FORM = "application/x-www-form-urlencoded";

  /** The beginning of the names of Faces' own fields. */
  private static final String FACES = "jakarta.faces.";

  private static final String VIEW_STATE = FACES + "ViewState";

  /** The state that every page of ours sends, since none has any. */
  private static final String STATELESS = "stateless";

  private final Map<String, String[]> fields;

  private FormRequest(HttpServletRequest request, Map<String, String[]> fields) {
    super(request);
    this.fields = fields;
  }

  /**
   * Reads the form of a request.
   *
   * @throws DomainException REQUEST_TOO_LARGE when the body is longer than {@link #MAX_BYTES},
   *     UNSUPPORTED_MEDIA_TYPE when it isn't a form
   */
  static FormRequest of(HttpServletRequest request) throws IOException {
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    if (!request.getMethod().equals("POST")) {
      Map<String, String[]> fields = FormFields.parse(query);
      // Faces would take the address of a link on any site for a submitted form
      fields.keySet().removeIf(name -> name.startsWith(FACES));
      return new FormRequest(request, fields);
    }
    if (!isForm(request.getContentType())) {
      throw new DomainException(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      throw new DomainException(ErrorCode.REQUEST_TOO_LARGE);
    }
    Map<String, String[]> fields =
        FormFields.parse(query, new String(body, StandardCharsets.ISO_8859_1));
    removeForeignState(fields);
    return new FormRequest(request, fields);
  }

  /**
   * Removes a state that no page of ours has sent: Faces would decrypt and deserialize it. Without
   * it the form counts as not submitted, and its page is shown.
   */
  static void removeForeignState(Map<String, String[]> fields) {
    String[] states = fields.get(VIEW_STATE);
    if (states != null && !Arrays.stream(states).allMatch(STATELESS::equals)) {
      fields.remove(VIEW_STATE);
    }
  }

  /** Whether a media type is that of a form; a request without a body has none. */
  private static boolean isForm(@Nullable String type) {
    return type == null || type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(FORM);
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
