package io.sealcast.media.ffmpeg;

import java.util.List;

/**
 * The system libraries that the bundled ffmpeg is linked to and that a server may lack: libdrm,
 * libva and libudev for graphics cards; libxcb, libasound and libpulse for capturing a desktop's
 * screen and sound. The artifact contains some of them, depending on the platform.
 *
 * <p>For the others, the dynamic linker needs a file of that name. It binds functions at their
 * first call, and Sealcast causes no such call, so any library can be substituted: a symbolic link
 * to one that is loaded anyway or is small. The substitute may not define symbol versions: the
 * linker would look for those of ALSA and PulseAudio among them and fail, whereas it only warns
 * about a library without any ({@link ChildProcess} drops that warning).
 */
final class SystemLibraries {
  private static final String X86_64 = "linux-x86_64";
  private static final String ARM_64 = "linux-arm64";

  private SystemLibraries() {}

  /** Returns the names of the needed libraries that the artifact for a platform contains. */
  static List<String> carried(String platform) {
    if (platform.startsWith(X86_64)) {
      return List.of("libdrm.so.2", "libva.so.2", "libva-drm.so.2");
    }
    if (platform.startsWith(ARM_64)) {
      return List.of("libasound.so.2", standIn(platform));
    }
    return platform.startsWith("macosx") ? List.of("libatomic.1.dylib") : List.of();
  }

  /** Returns the names of the needed libraries that the artifact for a platform lacks. */
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

  /** Returns the name of the library that is substituted for the missing ones. */
  static String standIn(String platform) {
    return platform.startsWith(X86_64) ? "libdrm.so.2" : "libvcos.so";
  }
}
