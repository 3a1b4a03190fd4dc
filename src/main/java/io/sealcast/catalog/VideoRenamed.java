package io.sealcast.catalog;

/** A CDI event that is fired after a video was renamed. */
public record VideoRenamed(VideoFile video) {}
