package io.sealcast.catalog;

/** Fired after a video got another title, for whoever tells the other instances. */
public record VideoRenamed(VideoFile video) {}
