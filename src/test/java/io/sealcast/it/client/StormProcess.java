package io.sealcast.it.client;

import io.sealcast.it.client.StormKind.Attacker;
import io.sealcast.it.client.StormKind.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A storm in a process of its own with a low priority: real attackers have machines of their own
 * and take no CPU time from the server, so the clients here get little more than it leaves.
 */
public final class StormProcess implements AutoCloseable {
  private static final String STARTED = "started";
  private static final int LOW_PRIORITY = 10;
  private static final int FIXED_ARGUMENTS = 3;
  private static final int FIELDS = 3;

  private final Process process;
  private final BufferedReader output;

  private StormProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a storm, and returns when all of its clients have been started. */
  public static StormProcess start(StormKind kind, Target target) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("nice", "-n", String.valueOf(LOW_PRIORITY)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.addAll(List.of(StormProcess.class.getName(), kind.name()));
    command.addAll(List.of(String.valueOf(target.port()), target.username()));
    for (Attacker attacker : target.attackers()) {
      command.addAll(
          List.of(attacker.authorization(), String.valueOf(attacker.video()), attacker.session()));
    }
    StormProcess storm =
        new StormProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    if (!STARTED.equals(storm.output.readLine())) {
      storm.close();
      throw new IOException("the storm doesn't begin");
    }
    return storm;
  }

  /** Ends the storm, and returns the number of answers by status. */
  public String end() throws IOException {
    OutputStream input = process.getOutputStream();
    input.write('\n');
    input.flush();
    return output.readLine();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs a storm until a line comes on standard input, or the process that started it has ended.
   *
   * @param arguments kind, port, username, and for each attacker its authorization, video and
   *     session
   */
  public static void main(String[] arguments) throws IOException {
    List<Attacker> attackers = new ArrayList<>();
    for (int i = FIXED_ARGUMENTS; i < arguments.length; i += FIELDS) {
      attackers.add(new Attacker(arguments[i], Long.parseLong(arguments[i + 1]), arguments[i + 2]));
    }
    Target target = new Target(Integer.parseInt(arguments[1]), arguments[2], attackers);
    try (Storm storm = new Storm(target.port())) {
      StormKind.valueOf(arguments[0]).begin(storm, target);
      System.out.println(STARTED);
      System.in.read();
      System.out.println(storm.answers());
    }
    System.exit(0); // threads of clients may still wait for answers
  }
}
