package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds videos for observers of their changes. */
public interface VideoStates {
  /** Returns those of the videos that exist and that the viewer may see, with their objects. */
  List<VideoFile> find(Viewer viewer, Collection<Long> fileIds);

  /**
   * Returns a video with its objects without an access check; empty when the video doesn't exist.
   */
  Optional<VideoFile> find(long fileId);

  /**
   * Returns the states of the viewer's newest videos, newest first.
   *
   * @param most maximum number of videos
   */
  List<VideoState> newest(Viewer viewer, int most);

  /** Returns the owner of a video without an access check; empty when the video doesn't exist. */
  OptionalLong ownerOf(long fileId);
}
