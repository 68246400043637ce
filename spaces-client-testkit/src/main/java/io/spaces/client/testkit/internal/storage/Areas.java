package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The areas of all apps of a space, each opened when it is first asked for. */
public final class Areas {
  private final Storage storage;
  private final Capacity capacity;
  private final ConcurrentHashMap<String, Area> open = new ConcurrentHashMap<>();

  /** Opens the areas that hold something already. */
  public Areas(Storage storage, Capacity capacity) throws IOException {
    this.storage = storage;
    this.capacity = capacity;
    for (String name : storage.shelves()) {
      area(name);
    }
  }

  /** Returns the area of an app. */
  public Area area(String name) {
    Area known = open.get(name);
    return known != null ? known : open.computeIfAbsent(name, this::load);
  }

  private Area load(String name) {
    try {
      return Area.open(name, storage.shelf(name), capacity);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the area of " + name, e);
    }
  }

  /** Returns the areas that are open. */
  public Collection<Area> all() {
    return List.copyOf(open.values());
  }
}
