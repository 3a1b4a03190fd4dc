package io.sealcast.it.harness;

import io.sealcast.embedded.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prepares the Liberty that Arquillian starts, with its own installation, directory and port.
 * Arquillian can't pass environment variables to its server, so they are written to server.env.
 * Inside of that server, the extension does nothing.
 */
public class ArquillianServer implements BeforeAllCallback, AfterAllCallback {
  private static final String INSIDE = "sealcast.arquillian.inside";
  private static final String NAME = "sealcast-arquillian";
  private static final Pattern OUR_APPLICATION = Pattern.compile("<webApplication [^>]*/>");

  private Installation installation;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (isInside()) {
      return;
    }
    installation = Installation.start("arquillian");
    int port = Ports.free();
    Path usr = Installation.ROOT.resolve("servers").resolve(NAME).resolve("usr");
    Installation.deleteRecursively(usr);
    Path config = Files.createDirectories(usr.resolve("servers").resolve(NAME));
    Files.writeString(config.resolve("server.xml"), serverXml());
    List<String> options = new ArrayList<>(SealcastServer.productionOptions());
    options.add("-D" + INSIDE + "=true");
    options.addAll(ShortLived.javaOptions());
    Files.write(config.resolve("jvm.options"), options);
    Files.writeString(config.resolve("server.env"), environment(port));
    Path jdbc = Files.createDirectories(usr.resolve("shared/resources/jdbc"));
    Files.copy(SealcastServer.driver(), jdbc.resolve("postgresql.jar"));
    System.setProperty("sealcast.arquillian.wlp", SealcastServer.INSTALL.toString());
    System.setProperty("sealcast.arquillian.usr", usr.toString());
    System.setProperty("sealcast.arquillian.name", NAME);
    System.setProperty("sealcast.arquillian.port", Integer.toString(port));
  }

  private static boolean isInside() {
    return Boolean.getBoolean(INSIDE);
  }

  /**
   * Returns the production server.xml without the application, which Arquillian deploys, and with
   * the features that Arquillian needs for that.
   */
  private static String serverXml() throws IOException {
    String real = Files.readString(Path.of("src/main/liberty/config/server.xml"));
    return OUR_APPLICATION
        .matcher(real)
        .replaceFirst("")
        .replace("<featureManager>", "<featureManager><feature>localConnector-1.0</feature>");
  }

  private String environment(int port) {
    Map<String, String> environment = new TreeMap<>(installation.environment());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("SEALCAST_HTTP_PORT", Integer.toString(port));
    environment.put("SEALCAST_INSTANCE_ID", NAME);
    StringBuilder lines = new StringBuilder();
    environment.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (installation != null) {
      installation.close();
    }
  }
}
