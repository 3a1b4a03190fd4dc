package io.sealcast.it;

/** The pictures in the README. */
final class ReadmePictures {
  private ReadmePictures() {}

  static void take(Visits visits) {}
}
