package io.sealcast.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins the recovered parts of renditions, which are named {@code 720p.mp4.part-0000} and so on.
 */
final class RecoverVideoParts {
  private static final Pattern PART = Pattern.compile("(.+)\\.part-(\\d{4,9})");

  private RecoverVideoParts() {}

  /**
   * Joins the files of each rendition whose parts were all recovered. Where one is missing or
   * damaged, the files of the others stay as they are.
   *
   * @return the outcomes, with one for all parts that were joined
   */
  static List<VideoRecovery.Outcome> join(List<VideoRecovery.Outcome> recovered, Path folder)
      throws IOException {
    List<VideoRecovery.Outcome> outcomes = new ArrayList<>();
    Map<String, TreeMap<Integer, VideoRecovery.Outcome>> renditions = new TreeMap<>();
    for (VideoRecovery.Outcome outcome : recovered) {
      Matcher name = PART.matcher(outcome.name());
      if (name.matches()) {
        renditions
            .computeIfAbsent(name.group(1), rendition -> new TreeMap<>())
            .put(Integer.parseInt(name.group(2)), outcome);
      } else {
        outcomes.add(outcome);
      }
    }
    for (Map.Entry<String, TreeMap<Integer, VideoRecovery.Outcome>> rendition :
        renditions.entrySet()) {
      TreeMap<Integer, VideoRecovery.Outcome> parts = rendition.getValue();
      boolean whole =
          parts.lastKey() == parts.size() - 1
              && parts.values().stream().allMatch(part -> part.failure() == null)
              && !Files.exists(folder.resolve(rendition.getKey()));
      if (whole) {
        outcomes.add(join(rendition.getKey(), List.copyOf(parts.values()), folder));
      } else {
        outcomes.addAll(parts.values());
      }
    }
    return outcomes;
  }

  /** Appends each part to the first one and deletes it, so that no more space is needed. */
  private static VideoRecovery.Outcome join(
      String name, List<VideoRecovery.Outcome> parts, Path folder) throws IOException {
    Path first = folder.resolve(parts.get(0).name());
    try (FileChannel out = FileChannel.open(first, StandardOpenOption.APPEND)) {
      for (VideoRecovery.Outcome part : parts.subList(1, parts.size())) {
        Path file = folder.resolve(part.name());
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
          long copied = 0;
          while (copied < in.size()) {
            copied += in.transferTo(copied, in.size() - copied, out);
          }
        }
        Files.delete(file);
      }
    }
    Files.move(first, folder.resolve(name));
    long size = parts.stream().mapToLong(VideoRecovery.Outcome::size).sum();
    return new VideoRecovery.Outcome(name, size, null);
  }
}
