package io.sealcast.catalog;

/**
 * Something that a video's owner should know although it plays.
 *
 * @param code stable, for programs
 * @param message one sentence for the owner
 */
public record VideoWarning(String code, String message) {}
