package io.sealcast.platform;

import io.sealcast.role.Roles;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/** Ends the server when its roles are misspelt, before anything else of the application starts. */
public class RoleCheck implements Extension {
  void check(@Observes BeforeBeanDiscovery event) {
    try {
      // an empty value counts as none
      new Roles(
          ConfigProvider.getConfig().getOptionalValue("sealcast.roles", String.class).orElse(""));
    } catch (IllegalArgumentException e) {
      ServerExit.because(e.getMessage());
      throw e;
    }
  }
}
