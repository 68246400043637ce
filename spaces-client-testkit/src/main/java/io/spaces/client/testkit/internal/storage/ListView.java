package io.spaces.client.testkit.internal.storage;

import java.util.NavigableMap;

/** What a list says there is. */
@FunctionalInterface
public interface ListView {
  /** The truth. */
  ListView HONEST = area -> area.below("");

  /** Returns all objects of an area, as far as they are to be seen. */
  NavigableMap<String, Entry> of(Area area);
}
