package io.sealcast.catalog;

/**
 * A problem that the owner should know although the video plays.
 *
 * @param code stable code for programs
 * @param message one sentence for the owner
 */
public record VideoWarning(String code, String message) {}
