package io.sealcast.media.ffmpeg;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;

/** The first lines of a program's standard error, readable while it runs. Thread-safe. */
final class ErrorLines {
  private static final int MAX_LINES = 100;
  private static final int MAX_LENGTH = 300;

  /**
   * A message that the dynamic linker writes at each start of a program with a substituted library;
   * see {@link SystemLibraries}.
   */
  private static final String LINKER_REMARK = ": no version information available (required by ";

  @GuardedBy("this")
  private final List<String> lines = new ArrayList<>();

  synchronized void add(String line) {
    if (lines.size() < MAX_LINES && !line.contains(LINKER_REMARK)) {
      lines.add(line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line);
    }
  }

  /** Returns the lines so far. */
  synchronized List<String> all() {
    return List.copyOf(lines);
  }
}
