package io.sealcast.platform;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.role.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Tells the pages whether this instance is a processor that can't process videos. It knows nothing
 * about other processors.
 */
@Named
@ApplicationScoped
public class ProcessingCapability {
  private final MediaTools tools;
  private final Roles roles;

  @Inject
  ProcessingCapability(MediaTools tools, Roles roles) {
    this.tools = tools;
    this.roles = roles;
  }

  public boolean isImpossible() {
    if (!roles.isTranscoder()) {
      return false;
    }
    try {
      tools.describe();
      return false;
    } catch (DomainException e) {
      return true;
    }
  }
}
