package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The library, for who follows how its videos change. */
public interface VideoStates {
  /** Those of these videos that are there and that the viewer may see, with their objects. */
  List<VideoFile> find(Viewer viewer, Collection<Long> fileIds);

  /** In which state the viewer's videos are, the newest first, at most so many. */
  List<VideoState> newest(Viewer viewer, int most);

  /** Whose video it is, whoever asks; empty when there is none. */
  OptionalLong ownerOf(long fileId);
}
