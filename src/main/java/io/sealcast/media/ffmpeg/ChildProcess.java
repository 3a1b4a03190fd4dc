package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs one program with limits, and never longer than its caller wants it. */
final class ChildProcess {
  private static final int MAX_ERROR_LINES = 100;
  private static final int MAX_ERROR_LINE = 300;

  /** The dynamic linker's, on each start of a program with a stand-in for a library. */
  private static final String LINKER_REMARK = ": no version information available (required by ";

  /** All else stays here: secrets above all, and proxies that ffmpeg would use. */
  private static final Set<String> INHERITED =
      Set.of("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "HOME");

  /** SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGTERM. */
  private static final Set<Integer> SIGNALS = Set.of(4, 6, 7, 8, 9, 11, 15);

  private static final boolean LINUX =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

  /** Takes what the program says on its standard output. */
  interface Reader {
    void read(InputStream output) throws IOException;
  }

  /**
   * How a program ended.
   *
   * @param errors the first lines of its standard error
   */
  record Outcome(int exitCode, List<String> errors) {}

  /**
   * Limits of a run.
   *
   * @param time after which it is ended
   * @param stall after which it is ended when {@code activity} hasn't changed
   * @param memoryMib address space, where the system can limit it; 0 for no limit
   */
  record Limits(Duration time, Duration stall, LongSupplier activity, int memoryMib) {}

  private ChildProcess() {}

  /**
   * Runs a program to its end.
   *
   * @param environment beside the little that it has from here
   * @throws DomainException PROCESSING_TIMEOUT when a limit was reached, PROCESSING_INTERRUPTED
   *     when it can't be started or a signal ended it
   * @throws CancellationException when cancelled or interrupted
   */
  static Outcome run(
      List<String> command,
      Map<String, String> environment,
      Limits limits,
      Reader output,
      Cancellation cancellation) {
    cancellation.check();
    Process process = start(limited(command, limits.memoryMib()), environment);
    List<String> errors = new ArrayList<>();
    Thread outputThread = thread("ffmpeg-out", () -> readOutput(process, output));
    Thread errorThread = thread("ffmpeg-err", () -> readErrors(process, errors));
    try {
      await(process, limits, cancellation);
      outputThread.join(5000);
      errorThread.join(5000);
      Outcome outcome = new Outcome(process.exitValue(), copyOf(errors));
      if (endedBySignal(outcome)) {
        // a server that stops may take its children along before it has cancelled their work
        cancellation.check();
        throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED);
      }
      return outcome;
    } catch (DomainException e) {
      // without memory for its threads ffmpeg doesn't end but stands still
      throw Diagnosis.saysNoMemory(copyOf(errors))
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
   * Whether it didn't end by itself: Java tells 128 + signal then. Left out is what ffmpeg's own
   * exit codes, the last byte of a negative number, can look like, and SIGPIPE, which ends a
   * program whose reader has seen enough. ffmpeg obeys SIGTERM and SIGINT by itself: 255 and not a
   * word.
   */
  private static boolean endedBySignal(Outcome outcome) {
    return SIGNALS.contains(outcome.exitCode() - 128)
        || outcome.exitCode() == 255 && outcome.errors().isEmpty();
  }

  private static Process start(List<String> command, Map<String, String> environment) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(k -> !INHERITED.contains(k.toUpperCase(Locale.ROOT)));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED, e);
    }
  }

  /** The shell sets the limit and then becomes the program: same process, nothing to orphan. */
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
      // the program is gone, or will notice that nobody listens
    }
  }

  private static List<String> copyOf(List<String> errors) {
    synchronized (errors) {
      return List.copyOf(errors);
    }
  }

  private static void readErrors(Process process, List<String> errors) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (errors) {
          if (errors.size() < MAX_ERROR_LINES && !line.contains(LINKER_REMARK)) {
            errors.add(line.length() > MAX_ERROR_LINE ? line.substring(0, MAX_ERROR_LINE) : line);
          }
        }
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
