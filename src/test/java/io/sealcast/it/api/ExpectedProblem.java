package io.sealcast.it.api;

import io.sealcast.it.client.Api;
import java.net.http.HttpResponse;
import org.assertj.core.api.SoftAssertions;

/** Asserts the form of a rejection. */
final class ExpectedProblem {
  private ExpectedProblem() {}

  /** Asserts a problem with this status and code that reveals nothing about the server. */
  static void isProblem(
      SoftAssertions all, String what, HttpResponse<String> answer, int status, String code) {
    all.assertThat(answer.statusCode()).as(what + " " + answer.body()).isEqualTo(status);
    if (!answer.request().method().equals("HEAD")) {
      all.assertThat(answer.body()).as(what).contains("\"code\":\"" + code + "\"");
      all.assertThat(Api.header(answer, "Content-Type"))
          .as(what)
          .startsWith("application/problem+json");
    }
    revealsNothing(all, what, answer.body());
  }

  /** Asserts that a response has neither a stack trace nor the name of a class. */
  static void revealsNothing(SoftAssertions all, String what, String answer) {
    all.assertThat(answer)
        .as(what)
        .doesNotContain("Exception")
        .doesNotContain("io.sealcast")
        .doesNotContain("com.ibm")
        .doesNotContain("at java.");
  }
}
