package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;

/** Asserts the form that every failure under {@code /api} has. */
public final class Problem {
  private Problem() {}

  public static JsonObject check(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    JsonObject body = Api.json(answer);
    assertThat(body.getInt("status")).isEqualTo(status);
    assertThat(body.getString("code")).isEqualTo(code);
    assertThat(body.getString("title")).isNotBlank();
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
    return body;
  }

  public static void checkField(
      HttpResponse<String> answer, int status, String code, String field) {
    JsonObject body = check(answer, status, code);
    assertThat(body.getJsonArray("errors").getValuesAs(JsonObject.class))
        .as(body.toString())
        .anySatisfy(error -> assertThat(error.getString("field")).isEqualTo(field));
  }
}
