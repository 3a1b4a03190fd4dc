package io.sealcast.platform;

import io.sealcast.path.BasePath;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Ends the server when its base path is wrong, before anything else of the application starts.
 * Liberty would take {@code videos/} for {@code /videos}, and an empty one for {@code /sealcast}.
 */
public class BasePathCheck implements Extension {
  void check(@Observes BeforeBeanDiscovery event) {
    try {
      // by its own name, by which the configuration has the variables of server.xml too
      String configured = ConfigProvider.getConfig().getConfigValue(BasePath.SETTING).getRawValue();
      if (configured != null) {
        BasePath.requireValid(configured);
      }
    } catch (IllegalArgumentException e) {
      ServerExit.because(e.getMessage());
      throw e;
    }
  }
}
