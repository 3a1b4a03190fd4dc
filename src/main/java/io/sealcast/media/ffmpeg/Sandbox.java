package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sandbox in which ffmpeg runs: it can use its input, its output and its libraries, but no
 * other file, network, process or environment variable of this machine. Which mechanisms the
 * operating system offers is found out once; from then on a program isn't started without them. ADR
 * 0731 describes the mechanisms.
 */
final class Sandbox {
  private static final Path PERL = Path.of("/usr/bin/perl");
  private static final String SCRIPT = "/io/sealcast/media/ffmpeg/sandbox.pl";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 1 << 12;

  /** Landlock restricts TCP connections since version 4 of its interface (Linux 6.7). */
  private static final int LANDLOCK_WITH_PORTS = 4;

  static final String NAMESPACE = "namespace";
  private static final String LANDLOCK = "landlock";
  private static final String SECCOMP = "seccomp";

  /** Where the libraries of a Linux system are. */
  private static final List<String> LIBRARIES =
      List.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib");

  /** Where a program that an operator has installed may have its parts. */
  private static final List<String> INSTALLED = List.of("/usr", "/bin", "/lib", "/lib64", "/nix");

  private static final boolean LINUX = ChildProcess.LINUX;

  /** Exit status of the launcher when it couldn't start the program, and how its message begins. */
  private static final int NOT_STARTED = 126;

  private static final String LAUNCHER_SAYS = "sandbox: ";

  private final Map<String, Integer> mechanisms;
  private final String reason;

  private Sandbox(Map<String, Integer> mechanisms, String reason) {
    this.mechanisms = mechanisms;
    this.reason = reason;
  }

  /** Returns the sandbox with everything that this machine offers. */
  static Sandbox probe() {
    if (!LINUX) {
      return none("this operating system isn't Linux");
    }
    if (!Files.isExecutable(PERL)) {
      return none("there is no " + PERL);
    }
    StringBuilder answer = new StringBuilder();
    try {
      ChildProcess.run(
          perl(List.of("probe", System.getProperty("os.arch")), Map.of()),
          new ChildProcess.Limits(LIMIT, LIMIT, () -> 0, 0),
          in -> answer.append(new String(in.readNBytes(MAX_ANSWER), StandardCharsets.US_ASCII)),
          new Cancellation(),
          pid -> {});
    } catch (DomainException | CancellationException e) {
      return none("the launcher doesn't run");
    }
    Map<String, Integer> found = new HashMap<>();
    answer
        .toString()
        .lines()
        .map(line -> line.split("="))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> found.put(pair[0], Integer.valueOf(pair[1])));
    return new Sandbox(Map.copyOf(found), "the kernel offers no more to this user");
  }

  /** Returns the sandbox that only sets limits. */
  static Sandbox none(String reason) {
    return new Sandbox(Map.of(), reason);
  }

  /** Returns the sandbox without one mechanism, as of a machine that doesn't offer it. */
  Sandbox without(String mechanism) {
    Map<String, Integer> others = new HashMap<>(mechanisms);
    others.remove(mechanism);
    return new Sandbox(Map.copyOf(others), reason);
  }

  /** Whether files, network and system calls are all restricted. */
  boolean isWhole() {
    return restrictsFiles() && restrictsNetwork() && restrictsCalls();
  }

  /** Whether the program can open no file but its own. */
  boolean restrictsFiles() {
    return mechanisms.containsKey(LANDLOCK);
  }

  /** Whether the program can connect to no other port of TCP, and use no other protocol. */
  boolean restrictsNetwork() {
    return hasOwnNetwork() || restrictsCalls() && landlock() >= LANDLOCK_WITH_PORTS;
  }

  /** Whether the program can reach no other machine, not even one with the same port. */
  boolean hasOwnNetwork() {
    return mechanisms.containsKey(NAMESPACE);
  }

  /** Whether the program can make only the system calls that ffmpeg needs. */
  boolean restrictsCalls() {
    return mechanisms.containsKey(SECCOMP);
  }

  private int landlock() {
    return mechanisms.getOrDefault(LANDLOCK, 0);
  }

  /** Describes the sandbox for operators: what it restricts, and why not more. */
  @Override
  public String toString() {
    String network = hasOwnNetwork() ? "network" : "network except for one port";
    String restricted =
        Stream.of(
                restrictsFiles() ? "files" : "",
                restrictsNetwork() ? network : "",
                restrictsCalls() ? "system calls" : "",
                "limits")
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(", "));
    return isWhole() ? restricted : restricted + "; no more, since " + reason;
  }

  /**
   * Returns how to start a command in this sandbox.
   *
   * @param program the ffmpeg that the command belongs to; its files can be read
   * @param command program and arguments
   * @param port the port of 127.0.0.1 that the command may connect to; 0 for none
   * @param memoryMib limit of the address space in MiB; 0 for no limit
   */
  ChildProcess.Launch launch(FfmpegProgram program, List<String> command, int port, int memoryMib) {
    if (mechanisms.isEmpty()) {
      return new ChildProcess.Launch(
          limited(command, memoryMib), program.environment(), new byte[0]);
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(System.getProperty("os.arch"));
    arguments.add(String.join(",", mechanisms.keySet()));
    arguments.add(Integer.toString(port));
    arguments.add(Integer.toString(memoryMib));
    arguments.addAll(readable(program));
    arguments.add("--");
    arguments.addAll(command);
    return perl(arguments, program.environment());
  }

  /** Whether the launcher failed, which is not the file's fault. */
  static boolean failed(ChildProcess.Outcome outcome) {
    return outcome.exitCode() == NOT_STARTED
        && outcome.errors().stream().anyMatch(line -> line.startsWith(LAUNCHER_SAYS));
  }

  /**
   * Returns the command behind a shell that sets limits and then replaces itself by the program.
   * dash calls the number of processes {@code -p}, other shells {@code -u}.
   */
  private static List<String> limited(List<String> command, int memoryMib) {
    if (!LINUX) {
      return command;
    }
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of(
            "/bin/sh",
            "-c",
            "ulimit -c 0; ulimit -f 0; ulimit -n 128;"
                + " ulimit -u 8192 2>/dev/null || ulimit -p 8192 2>/dev/null;"
                + " ulimit -v \"$1\"; shift; exec nice -n 5 \"$@\"",
            "sh"));
    all.add(memoryMib > 0 ? Long.toString(memoryMib * 1024L) : "unlimited");
    all.addAll(command);
    return all;
  }

  private static List<String> readable(FfmpegProgram program) {
    List<String> all = new ArrayList<>();
    if (program.ownLibraries()) {
      all.addAll(LIBRARIES);
      all.add(String.valueOf(program.ffmpeg().getParent()));
    } else {
      all.addAll(INSTALLED);
      for (Path file : List.of(program.ffmpeg(), program.ffprobe())) {
        all.add(file.toString());
        all.add(real(file).resolve("../../lib").normalize().toString());
      }
    }
    return all;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath();
    }
  }

  private static ChildProcess.Launch perl(List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(PERL.toString(), "-"));
    command.addAll(arguments);
    return new ChildProcess.Launch(command, environment, script());
  }

  /** Returns the launcher's script, which perl reads from its standard input. */
  private static byte[] script() {
    try (InputStream in = Sandbox.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + SCRIPT);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
