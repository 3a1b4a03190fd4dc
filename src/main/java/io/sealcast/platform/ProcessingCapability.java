package io.sealcast.platform;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * For the pages: whether this very instance should prepare videos and can't. What other processors
 * have, it doesn't know.
 */
@Named("preparation")
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
    if (!roles.isProcessor()) {
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
