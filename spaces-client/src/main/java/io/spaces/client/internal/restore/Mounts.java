package io.spaces.client.internal.restore;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * File systems that are mounted below a target, with a private folder in each: nothing moves from
 * one to another in one step. For one thread at a time.
 */
final class Mounts implements Closeable {
  private final Set<String> points;
  private final Map<String, Mount> known = new HashMap<>();

  /** All that was opened, the latest first. */
  private final Deque<Mount> opened = new ArrayDeque<>();

  /** What is mounted below a folder now. */
  Mounts(TargetDirectory root) {
    points = root.mountPoints();
  }

  private record Mount(TargetDirectory directory, Staging staging) implements Closeable {
    @Override
    public void close() throws IOException {
      try (directory;
          staging) {
        // Each is closed whatever happens to the other.
      }
    }
  }

  /** Whether another file system begins with a folder. */
  boolean beginsAt(String key, TargetEntry folder, TargetEntry above) {
    return points.contains(key) || !folder.isOnDeviceOf(above);
  }

  /** The private folder in a folder, made when it is asked for first. */
  Staging staging(String key, TargetDirectory parent, String name) throws IOException {
    Mount mount = known.get(key);
    if (mount != null && mount.directory.self().isSameFileAs(parent.stat(name))) {
      return mount.staging;
    }
    TargetDirectory directory = parent.openDirectory(name);
    try {
      mount = new Mount(directory, Staging.open(directory));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
    known.put(key, mount);
    opened.push(mount);
    return mount.staging;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Mount mount : opened) {
      try {
        mount.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
