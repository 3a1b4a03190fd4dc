package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import org.junit.jupiter.api.Test;

class ServerIT {
  private final SealcastServer server = SealcastServer.shared();

  @Test
  void isReady() {
    assertThat(Api.anonymous(server).get("/health/ready").statusCode()).isEqualTo(200);
  }
}
