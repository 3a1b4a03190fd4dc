package io.sealcast.media.ffmpeg;

import java.util.List;

/**
 * The system's libraries that the bundled ffmpeg names, and that a server need not have: libdrm,
 * libva and libudev for graphics cards; libxcb, libasound and libpulse for capturing a desktop's
 * screen and sound. The artifact carries some of them, for each platform others.
 *
 * <p>For the rest the dynamic linker needs a file of that name. Functions are bound when they are
 * called first, and nothing here calls one of theirs, so any library does; it is a symbolic link to
 * one that is loaded anyway, or that is small. It may not define symbol versions: the linker would
 * look for ALSA's and PulseAudio's among them and refuse, while for one without any it only says so
 * ({@link ChildProcess} leaves that out).
 */
final class SystemLibraries {
  private static final String X86_64 = "linux-x86_64";
  private static final String ARM_64 = "linux-arm64";

  private SystemLibraries() {}

  /** What the artifact for this platform has, and the programs need. */
  static List<String> carried(String platform) {
    if (platform.startsWith(X86_64)) {
      return List.of("libdrm.so.2", "libva.so.2", "libva-drm.so.2");
    }
    if (platform.startsWith(ARM_64)) {
      return List.of("libasound.so.2", standIn(platform));
    }
    return platform.startsWith("macosx") ? List.of("libatomic.1.dylib") : List.of();
  }

  /** What it hasn't. */
  static List<String> missing(String platform) {
    if (platform.startsWith(X86_64)) {
      return List.of(
          "libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0", "libudev.so.1");
    }
    if (platform.startsWith(ARM_64)) {
      return List.of(
          "libxcb.so.1",
          "libxcb-shm.so.0",
          "libpulse.so.0",
          "libudev.so.1",
          "libdrm.so.2",
          "libva.so.2",
          "libva-drm.so.2");
    }
    return List.of();
  }

  /** The library that takes the place of those, by name. */
  static String standIn(String platform) {
    return platform.startsWith(X86_64) ? "libdrm.so.2" : "libvcos.so";
  }
}
