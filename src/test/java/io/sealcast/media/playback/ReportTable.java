package io.sealcast.media.playback;

import io.sealcast.problem.ErrorCode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Formats the report as a table in Markdown. */
final class ReportTable {
  static final String HEAD =
      """
      | file | kB | outcome | picture | warnings | seconds in → out (played) | shows source's \
      | seeks | sync worst / last, ms (tones) | stalls | took s | not as it should be |
      |---|---|---|---|---|---|---|---|---|---|---|---|""";

  private ReportTable() {}

  static String row(PlaybackReport.Result result) {
    StringBuilder row = new StringBuilder("| " + result.file().name());
    cell(row, "%d", (result.size() + 500) / 1000);
    cell(row, "%s", outcome(result));
    cell(row, "%s", result.failure().isPresent() ? "" : result.copied() ? "copied" : "encoded");
    cell(row, "%s", String.join(", ", result.warnings()));
    if (result.playing().isPresent()) {
      Playing p = result.playing().get();
      cell(row, "%.2f → %.2f (%.2f)", result.declared(), result.made(), p.duration());
      cell(
          row,
          "%s",
          result.file().expected().marked()
              ? String.format(Locale.ROOT, "%.2f–%.2f", p.firstSourceTime(), p.lastSourceTime())
              : "");
      cell(row, "%d/%d", p.goodSeeks(), p.seeks().size());
      cell(
          row,
          "%s / %s (%d)",
          millis(p.sync().worst()),
          millis(p.sync().last()),
          p.sync().pairs().size());
      cell(row, "%d", p.stalls().size());
    } else {
      row.append(" | | | | |");
    }
    cell(row, "%.1f", result.processing());
    cell(row, "%s", String.join("; ", result.deviations()).replace('|', '/').replace('\n', ' '));
    return row.append(" |").toString();
  }

  private static String outcome(PlaybackReport.Result result) {
    return result
        .failure()
        .map(ErrorCode::toString)
        .orElseGet(() -> result.playing().map(p -> p.plays() ? "plays" : "**doesn't**").orElse(""));
  }

  /** Formats all measurements of a file. */
  static String details(PlaybackReport.Result result) {
    return result
        .playing()
        .map(
            p ->
                String.format(
                    Locale.ROOT,
                    "  error %s, %dx%d, first %s, ended %s at %.2f s, stalls %s%n  sync %s%n  %s%n",
                    p.error().orElse("none"),
                    p.width(),
                    p.height(),
                    p.first(),
                    p.ended(),
                    p.reached(),
                    p.stalls(),
                    p.sync().describe(),
                    p.seeks()))
        .orElse("");
  }

  private static String millis(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%+.0f", value.getAsDouble()) : "–";
  }

  private static void cell(StringBuilder row, String format, Object... values) {
    row.append(" | ").append(String.format(Locale.ROOT, format, values));
  }
}
