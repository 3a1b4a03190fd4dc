package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import org.junit.jupiter.api.Test;

public class ServerIT {
  private final SealcastServer server = SealcastServer.shared();

  @Test
  public void isReady() {
    assertThat(Api.anonymous(server).get("/health/ready").statusCode()).isEqualTo(200);
  }
}
