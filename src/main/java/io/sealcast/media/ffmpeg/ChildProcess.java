package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Runs one external program with limits of time and memory, and ends it when its caller cancels.
 */
final class ChildProcess {
  /**
   * The only environment variables that a program inherits: those without which none starts on
   * Windows. Others may hold secrets, or name proxies that ffmpeg would use.
   */
  private static final Set<String> INHERITED = Set.of("SYSTEMROOT");

  /**
   * The signals that mean a crash or a kill: SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV,
   * SIGTERM.
   */
  private static final Set<Integer> SIGNALS = Set.of(4, 6, 7, 8, 9, 11, 15);

  static final boolean LINUX =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

  /** Consumes the standard output of the program. */
  interface Reader {
    void read(InputStream output) throws IOException;
  }

  /**
   * How a program is started.
   *
   * @param command program and arguments
   * @param environment its environment variables
   * @param input its standard input; fits into the buffer of a pipe (64 KiB)
   */
  record Launch(List<String> command, Map<String, String> environment, byte[] input) {
    /** Returns how to start the program so that it gets the time that no other program needs. */
    Launch inBackground() {
      List<String> behind = new ArrayList<>();
      if (LINUX) {
        behind.addAll(List.of("nice", "-n", "10"));
      }
      behind.addAll(command);
      return new Launch(behind, environment, input);
    }
  }

  /**
   * The result of a run.
   *
   * @param exitCode exit status; 128 plus the number of the signal when a signal ended the program
   * @param errors the first lines of its standard error
   */
  record Outcome(int exitCode, List<String> errors) {}

  /**
   * Limits of a run.
   *
   * @param time longest duration of the run
   * @param stall longest time in which {@code activity} may stay unchanged
   * @param activity a counter that changes as long as the program makes progress
   * @param memoryMib limit of the address space in MiB, where the operating system can enforce it;
   *     0 for no limit
   */
  record Limits(Duration time, Duration stall, LongSupplier activity, int memoryMib) {}

  private ChildProcess() {}

  /** Runs a program outside of the sandbox; otherwise as the other method. */
  static Outcome run(
      List<String> command,
      Map<String, String> environment,
      Limits limits,
      Reader output,
      Cancellation cancellation) {
    Launch launch = new Launch(limited(command, limits.memoryMib()), environment, new byte[0]);
    return run(launch, limits, output, cancellation, pid -> {});
  }

  /** Runs a program as the other method, for callers that need its messages only at the end. */
  static Outcome run(
      Launch launch,
      Limits limits,
      Reader output,
      Cancellation cancellation,
      LongConsumer started) {
    return run(launch, limits, output, new ErrorLines(), cancellation, started);
  }

  /**
   * Runs a program and waits for its end.
   *
   * @param errors receives the lines of its standard error while it runs
   * @param started is told the id of the process
   * @throws DomainException PROCESSING_TIMEOUT when a limit was reached, PROCESSING_INTERRUPTED
   *     when it can't be started or a signal ended it
   * @throws CancellationException when cancelled or interrupted
   */
  static Outcome run(
      Launch launch,
      Limits limits,
      Reader output,
      ErrorLines errors,
      Cancellation cancellation,
      LongConsumer started) {
    cancellation.check();
    Process process = start(launch);
    started.accept(process.pid());
    Thread outputThread = thread("ffmpeg-out", () -> readOutput(process, output));
    Thread errorThread = thread("ffmpeg-err", () -> readErrors(process, errors));
    try {
      await(process, limits, cancellation);
      outputThread.join(5000);
      errorThread.join(5000);
      Outcome outcome = new Outcome(process.exitValue(), errors.all());
      if (endedBySignal(outcome)) {
        // when a server stops, its child processes may be killed before their tasks are cancelled
        cancellation.check();
        throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED);
      }
      return outcome;
    } catch (DomainException e) {
      // when ffmpeg has no memory for its threads, it hangs instead of exiting
      throw Diagnosis.saysNoMemory(errors.all())
          ? new DomainException(ErrorCode.PROCESSING_INTERRUPTED, e)
          : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Whether a signal ended the program; Java's exit status is 128 + signal then. The check leaves
   * out values that are also exit codes of ffmpeg (the last byte of a negative number), and
   * SIGPIPE, which ends a program whose reader has stopped reading. ffmpeg handles SIGTERM and
   * SIGINT itself and exits with 255 and no message.
   */
  private static boolean endedBySignal(Outcome outcome) {
    return SIGNALS.contains(outcome.exitCode() - 128)
        || outcome.exitCode() == 255 && outcome.errors().isEmpty();
  }

  private static Process start(Launch launch) {
    try {
      ProcessBuilder builder = new ProcessBuilder(launch.command());
      builder.environment().keySet().removeIf(k -> !INHERITED.contains(k.toUpperCase(Locale.ROOT)));
      builder.environment().putAll(launch.environment());
      Process process = builder.start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(launch.input());
      } catch (IOException e) {
        // it has ended; its exit status tells more
      }
      return process;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED, e);
    }
  }

  /**
   * Wraps the command in a shell that sets the limit and then replaces itself by the program
   * (exec), so that there is one process and no orphan.
   */
  private static List<String> limited(List<String> command, int memoryMib) {
    if (!LINUX) {
      return command;
    }
    String limit = memoryMib > 0 ? Long.toString(memoryMib * 1024L) : "unlimited";
    List<String> all = new ArrayList<>();
    all.addAll(List.of("/bin/sh", "-c", "ulimit -v \"$1\"; shift; exec nice -n 5 \"$@\"", "sh"));
    all.add(limit);
    all.addAll(command);
    return all;
  }

  private static void await(Process process, Limits limits, Cancellation cancellation)
      throws InterruptedException {
    long started = System.nanoTime();
    long changed = started;
    long seen = limits.activity().getAsLong();
    while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
      cancellation.check();
      long now = System.nanoTime();
      long activity = limits.activity().getAsLong();
      if (activity != seen) {
        seen = activity;
        changed = now;
      }
      if (now - started > limits.time().toNanos() || now - changed > limits.stall().toNanos()) {
        throw new DomainException(ErrorCode.PROCESSING_TIMEOUT);
      }
    }
  }

  private static void readOutput(Process process, Reader reader) {
    try (InputStream in = process.getInputStream()) {
      reader.read(in);
    } catch (IOException e) {
      // the program has ended, or will fail when it writes to the closed pipe
    }
  }

  private static void readErrors(Process process, ErrorLines errors) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        errors.add(line);
      }
    } catch (IOException e) {
      // as above
    }
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
