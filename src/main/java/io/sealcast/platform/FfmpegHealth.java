package io.sealcast.platform;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.role.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: an instance that prepares videos has a usable ffmpeg. The data names its
 * version.
 */
@Readiness
@ApplicationScoped
public class FfmpegHealth implements HealthCheck {
  private final MediaTools tools;
  private final Roles roles;

  @Inject
  FfmpegHealth(MediaTools tools, Roles roles) {
    this.tools = tools;
    this.roles = roles;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ffmpeg");
    if (!roles.isTranscoder()) {
      return answer.up().withData("needed", false).build();
    }
    try {
      MediaTools.Description found = tools.describe();
      return answer
          .up()
          .withData("origin", found.origin())
          .withData("version", found.version())
          .withData("video_encoder", found.videoEncoder())
          .withData("sandbox", found.sandbox())
          .build();
    } catch (DomainException e) {
      return answer.down().withData("problem", e.getMessage()).build();
    }
  }
}
