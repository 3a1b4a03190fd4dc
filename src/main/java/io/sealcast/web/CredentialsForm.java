package io.sealcast.web;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.FieldError;
import io.sealcast.problem.Problems;
import io.sealcast.text.TextIntegrity;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What signing in and signing up have in common: two fields, what is wrong with them, the way. */
abstract class CredentialsForm {
  private String username = "";
  private char[] password = {};
  private @Nullable String usernameProblem;
  private @Nullable String passwordProblem;
  private @Nullable String problem;

  /** What the form is for. */
  abstract void submit(
      HttpServletRequest request, HttpServletResponse response, String name, char[] secret);

  /** Does it and goes on to where the visitor wanted, or stays and says what is wrong. */
  public void send() {
    FacesContext faces = FacesContext.getCurrentInstance();
    ExternalContext external = faces.getExternalContext();
    HttpServletResponse response = (HttpServletResponse) external.getResponse();
    try {
      requireIntact();
      submit((HttpServletRequest) external.getRequest(), response, username.strip(), password);
      external.redirect(getTo());
    } catch (DomainException e) {
      tell(e);
      external.setResponseStatus(e.code().httpStatus() == 401 ? 422 : e.code().httpStatus());
      Problems.sayWhenToRetry(response, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /** A form's text that can't be decoded arrives with U+FFFD in the place of what was lost. */
  private void requireIntact() {
    if (!TextIntegrity.isIntact(username)) {
      throw lost("username", "A character of the user name got lost on its way. Type it again.");
    }
    if (!TextIntegrity.isIntact(CharBuffer.wrap(password))) {
      throw lost("password", "A character of the password got lost on its way. Type it again.");
    }
  }

  private static DomainException lost(String field, String message) {
    return DomainException.field(ErrorCode.BAD_REQUEST, field, message);
  }

  void tell(DomainException e) {
    for (FieldError error : e.errors()) {
      if (error.field().equals("username")) {
        usernameProblem = error.message();
      } else if (error.field().equals("password")) {
        passwordProblem = error.message();
      }
    }
    if (usernameProblem == null && passwordProblem == null) {
      problem = words(e);
    }
  }

  private static String words(DomainException e) {
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

  /** Never shown again: a password doesn't travel back. */
  public String getPassword() {
    return "";
  }

  public void setPassword(@Nullable String password) {
    this.password = password == null ? new char[0] : password.toCharArray();
  }

  /** Where the visitor goes on: what the address or the form's hidden field says, made safe. */
  public String getTo() {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    return ReturnPath.safe(external.getRequestParameterMap().get("to"));
  }

  /** The other form's parameters, so that changing over loses no way. */
  public @Nullable String getToParameter() {
    String safe = getTo();
    return safe.equals(ReturnPath.LIBRARY) ? null : safe;
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
