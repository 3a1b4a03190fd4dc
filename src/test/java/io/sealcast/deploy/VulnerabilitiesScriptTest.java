package io.sealcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests .ci/vulnerabilities with stand-ins for the scanners. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class VulnerabilitiesScriptTest {
  private static final String NPM_WITHOUT_DATABASE = "echo '{\"error\":{}}'; exit 1";
  private static final String NPM_CLEAN = "echo '{\"auditReportVersion\":2}'";

  @TempDir Path directory;
  private Path programs;
  private Path bom;

  @BeforeEach
  void makeTheBillOfMaterials() throws IOException {
    programs = Files.createDirectory(directory.resolve("bin"));
    bom = Files.writeString(directory.resolve("bom.json"), "{}");
    for (String tool : new String[] {"bash", "dirname", "mktemp", "rm", "cp", "cat", "grep"}) {
      Path real = Path.of("/usr/bin", tool);
      install(tool, "exec " + (Files.exists(real) ? real : Path.of("/bin", tool)) + " \"$@\"");
    }
  }

  private void install(String name, String script) throws IOException {
    Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Outcome(int exit, String output) {}

  private Outcome run(String required) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(".ci/vulnerabilities", bom.toString(), directory.toString())
            .redirectErrorStream(true);
    builder.environment().put("PATH", programs.toString());
    builder.environment().put("SEALCAST_VULNERABILITIES", required);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  @Test
  void succeedsAndSaysSoWhereThereIsNoDatabase() throws Exception {
    install("npm", NPM_WITHOUT_DATABASE);

    Outcome outcome = run("");

    assertThat(outcome.output())
        .contains("NOT CHECKED: Java libraries: no database")
        .contains("NOT CHECKED: JavaScript modules")
        .doesNotContain("none known");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void failsWithoutADatabaseWhereOneIsRequired() throws Exception {
    install("npm", NPM_CLEAN);
    install("osv-scanner", "exit 127");

    Outcome outcome = run("required");

    assertThat(outcome.output()).contains("NOT CHECKED: Java libraries: osv-scanner");
    assertThat(outcome.exit()).isEqualTo(1);
  }

  @Test
  void succeedsWhereNothingIsKnown() throws Exception {
    install("npm", NPM_CLEAN);
    install("osv-scanner", "exit 0");

    Outcome outcome = run("required");

    assertThat(outcome.output())
        .contains("none known in the Java libraries", "none known in the JavaScript modules")
        .doesNotContain("NOT CHECKED");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void failsWhereSomethingIsKnown() throws Exception {
    install("npm", NPM_CLEAN);
    install("osv-scanner", "echo CVE-2000-0001; exit 1");
    assertThat(run(""))
        .satisfies(outcome -> assertThat(outcome.output()).contains("CVE-2000-0001", "FOUND"))
        .extracting(Outcome::exit)
        .isEqualTo(1);

    install("osv-scanner", "exit 0");
    install("npm", NPM_CLEAN + "; exit 1");
    assertThat(run("").exit()).isEqualTo(1);
  }

  @Test
  void asksTrivyWhereThereIsNoOsvScanner() throws Exception {
    install("npm", NPM_CLEAN);
    install("trivy", "exit 3");
    assertThat(run("").exit()).isEqualTo(1);

    install("trivy", "exit 1");
    assertThat(run(""))
        .satisfies(outcome -> assertThat(outcome.output()).contains("NOT CHECKED", "trivy"))
        .extracting(Outcome::exit)
        .isEqualTo(0);
  }
}
