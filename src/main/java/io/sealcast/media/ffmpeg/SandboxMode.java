package io.sealcast.media.ffmpeg;

import java.util.Locale;

/** Whether ffmpeg runs in the {@link Sandbox}. */
enum SandboxMode {
  /** In what this machine offers; health and log say what is missing. */
  AUTO,
  /** Only where files, network and system calls are restricted; otherwise no video is prepared. */
  REQUIRED,
  /** With limits only, to find out whether the sandbox is the cause of a problem. */
  OFF;

  static SandboxMode of(String configured) {
    try {
      return valueOf(configured.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "SEALCAST_FFMPEG_SANDBOX must be auto, required or off, not '" + configured + "'", e);
    }
  }
}
