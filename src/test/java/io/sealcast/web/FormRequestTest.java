package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormRequestTest {
  private static final String STATE = "jakarta.faces.ViewState";

  @Test
  void keepsTheStateThatPagesSend() {
    Map<String, String[]> fields = FormFields.parse(STATE + "=stateless&username=ann");
    FormRequest.removeForeignState(fields);
    assertThat(fields).containsKeys(STATE, "username");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=rO0ABXA%3D", "", "=stateless&jakarta.faces.ViewState=rO0ABXA%3D"})
  void dropsEveryOtherState(String state) {
    Map<String, String[]> fields = FormFields.parse("username=ann&" + STATE + state);
    FormRequest.removeForeignState(fields);
    assertThat(fields).containsOnlyKeys("username");
  }
}
