package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the times of every packet from ffprobe's output and summarizes them per stream. It may read
 * the outputs for several parts of a file one after the other.
 */
final class PacketScan implements ChildProcess.Reader {
  /** The arguments of ffprobe; its output has the columns in this order. */
  static final List<String> ARGUMENTS =
      List.of(
          "-show_entries",
          "packet=stream_index,pts_time,dts_time,duration_time,size,flags:packet_side_data=",
          "-of",
          "csv=p=0");

  private static final int COLUMNS = 6;

  /** Samples in a packet of AAC LC (ISO/IEC 14496-3, 4.5.1.1). */
  private static final double AAC_SAMPLES = 1024;

  private final int picture;
  private final int sound;
  private final TimestampJoin clock;
  private final StreamScan pictureScan = new StreamScan(0);
  private final StreamScan soundScan;

  PacketScan(MediaInfo info) {
    picture = info.video().map(MediaInfo.Video::index).orElse(-1);
    sound = info.audio().map(MediaInfo.Audio::index).orElse(-1);
    clock = new TimestampJoin(info.container());
    soundScan =
        new StreamScan(
            info.audio()
                .filter(a -> a.codec().equals("aac") && a.sampleRate() > 0)
                .map(a -> AAC_SAMPLES / a.sampleRate())
                .orElse(0.0));
  }

  @Override
  public void read(InputStream output) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] columns = line.split(",");
      if (columns.length >= COLUMNS) {
        packet(columns);
      }
    }
  }

  private void packet(String[] columns) {
    int stream = (int) number(columns[0], -1);
    if (stream != picture && stream != sound) {
      return;
    }
    double pts = number(columns[1], Double.NaN);
    double dts = number(columns[2], Double.NaN);
    double duration = number(columns[3], 0);
    double offset = clock.offset(stream, Double.isNaN(dts) ? pts : dts, duration);
    StreamScan scan = stream == picture ? pictureScan : soundScan;
    long size = (long) number(columns[4], 0);
    scan.add(pts + offset, dts + offset, duration, size, columns[5]);
  }

  /** Parses a number; ffprobe writes "N/A" when a packet doesn't have the value. */
  private static double number(String text, double otherwise) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /**
   * Returns the result for all packets so far.
   *
   * @param errors the error messages of ffprobe
   * @param partial whether the size of the file shows that it was cut off
   */
  SourceScan result(List<String> errors, boolean partial) {
    PacketSummary sounds = soundScan.summary();
    return new SourceScan(
        pictureScan.summary(),
        sounds.isEmpty() ? Optional.empty() : Optional.of(sounds),
        clock.joined(),
        partial,
        errors);
  }
}
