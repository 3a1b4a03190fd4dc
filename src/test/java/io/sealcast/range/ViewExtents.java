package io.sealcast.range;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Views of objects with random ids, for tests. */
public final class ViewExtents {
  private ViewExtents() {}

  /** Returns a view of objects with these sizes in bytes. */
  public static List<ViewRange.Extent> of(List<Integer> sizes) {
    List<ViewRange.Extent> extents = new ArrayList<>();
    long start = 0;
    for (int size : sizes) {
      extents.add(new ViewRange.Extent(UUID.randomUUID(), size, start));
      start += size;
    }
    return extents;
  }
}
