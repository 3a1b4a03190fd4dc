package io.sealcast.processing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of renditions that replace others of the same height: {@code 720p-2.mp4} after {@code
 * 720p.mp4}. Who has played the former would get bytes of both by the ranges that he knows.
 */
final class RenditionGeneration {
  private static final Pattern NUMBER = Pattern.compile("-(\\d{1,6})\\.[^.]+$");

  private RenditionGeneration() {}

  /**
   * Returns the name of a rendition in a generation.
   *
   * @param rendition name in the first generation
   * @param generation from 1
   */
  static String name(String rendition, int generation) {
    int extension = rendition.lastIndexOf('.');
    return generation == 1
        ? rendition
        : rendition.substring(0, extension) + "-" + generation + rendition.substring(extension);
  }

  /** Returns the generation of a rendition by its name, from 1. */
  static int of(String rendition) {
    Matcher numbered = NUMBER.matcher(rendition);
    return numbered.find() ? Integer.parseInt(numbered.group(1)) : 1;
  }
}
