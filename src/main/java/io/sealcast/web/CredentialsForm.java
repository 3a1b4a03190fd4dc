package io.sealcast.web;

import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import io.sealcast.problem.Problems;
import io.sealcast.text.TextIntegrity;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the sign-in and sign-up forms: two fields, their error messages, and the page
 * to go on to.
 */
abstract class CredentialsForm {
  @Inject private BasePath base;

  private String username = "";
  private char[] password = {};
  private @Nullable String usernameProblem;
  private @Nullable String passwordProblem;
  private @Nullable String problem;

  /**
   * Performs the action of the form.
   *
   * @throws DomainException when it fails
   */
  abstract void submit(
      HttpServletRequest request, HttpServletResponse response, String name, char[] secret);

  /**
   * Submits the form. On success it redirects to the wanted page; otherwise the form is shown again
   * with the error messages.
   */
  public void send() {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    HttpServletResponse response = (HttpServletResponse) external.getResponse();
    try {
      requireIntact();
      submit((HttpServletRequest) external.getRequest(), response, username.strip(), password);
      external.redirect(getTo());
    } catch (DomainException e) {
      showProblem(e);
      external.setResponseStatus(e.code().httpStatus() == 401 ? 422 : e.code().httpStatus());
      Problems.setRetryAfter(response, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** Rejects damaged text: bytes of a form that can't be decoded arrive as U+FFFD. */
  private void requireIntact() {
    if (!TextIntegrity.isIntact(username)) {
      throw damaged("username", "A character of the user name got lost on its way. Type it again.");
    }
    if (!TextIntegrity.isIntact(CharBuffer.wrap(password))) {
      throw damaged("password", "A character of the password got lost on its way. Type it again.");
    }
  }

  private static DomainException damaged(String field, String message) {
    return DomainException.field(ErrorCode.BAD_REQUEST, field, message);
  }

  void showProblem(DomainException e) {
    for (FieldError error : e.errors()) {
      if (error.field().equals("username")) {
        usernameProblem = error.message();
      } else if (error.field().equals("password")) {
        passwordProblem = error.message();
      }
    }
    if (usernameProblem == null && passwordProblem == null) {
      problem = messageOf(e);
    }
  }

  private static String messageOf(DomainException e) {
    if (e.code() != ErrorCode.TOO_MANY_REQUESTS) {
      return e.getMessage();
    }
    return e.retryAfter()
        .map(wait -> "Too many attempts. Try again " + in(wait.toSeconds()) + ".")
        .orElse(e.getMessage());
  }

  private static String in(long seconds) {
    if (seconds <= 1) {
      return "in a second";
    }
    return seconds < 100 ? "in " + seconds + " seconds" : "in " + (seconds + 59) / 60 + " minutes";
  }

  public String getUsername() {
    return username;
  }

  public void setUsername(@Nullable String username) {
    this.username = username == null ? "" : username;
  }

  /** Returns the empty string: a password is never sent back to the browser. */
  public String getPassword() {
    return "";
  }

  public void setPassword(@Nullable String password) {
    this.password = password == null ? new char[0] : password.toCharArray();
  }

  /**
   * Returns the page to go on to: the parameter {@code to} of the address or the form, restricted
   * by {@link ReturnPath#safe}.
   */
  public String getTo() {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    return new ReturnPath(base).safe(external.getRequestParameterMap().get("to"));
  }

  /**
   * Returns the parameter {@code to} for the link to the other form, or null for the default page.
   */
  public @Nullable String getToParameter() {
    String safe = getTo();
    return safe.equals(new ReturnPath(base).library()) ? null : safe;
  }

  public @Nullable String getUsernameProblem() {
    return usernameProblem;
  }

  public @Nullable String getPasswordProblem() {
    return passwordProblem;
  }

  public @Nullable String getProblem() {
    return problem;
  }
}
