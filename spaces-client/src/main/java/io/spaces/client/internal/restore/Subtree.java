package io.spaces.client.internal.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder that has to make way for something else, with all that is in it. */
final class Subtree {
  /** How deep folders may lie in it: each that is entered takes descriptors. */
  private static final int DEEPEST = 64;

  private final Clearing clearing;

  Subtree(Clearing clearing) {
    this.clearing = clearing;
  }

  /** Returns what may not go, or null when all of it may. */
  @Nullable RestorePath staying(TargetDirectory in, String name, RestorePath path)
      throws IOException {
    return staying(in, name, path, 0);
  }

  private @Nullable RestorePath staying(
      TargetDirectory in, String name, RestorePath path, int depth) throws IOException {
    TargetEntry entry = in.stat(name);
    if (entry == null || depth > DEEPEST || !clearing.mayGo(path, entry.kind())) {
      return path;
    }
    if (entry.is(TargetEntry.Kind.DIRECTORY)) {
      try (TargetDirectory folder = in.openDirectory(name)) {
        for (String child : names(folder)) {
          RestorePath stays = staying(folder, child, RestorePath.found(path, child), depth + 1);
          if (stays != null) {
            return stays;
          }
        }
      }
    }
    return null;
  }

  /** Deletes all of it. */
  void delete(TargetDirectory in, String name, RestorePath path) throws IOException {
    TargetEntry entry = in.stat(name);
    if (entry == null) {
      return;
    }
    if (entry.is(TargetEntry.Kind.DIRECTORY)) {
      try (TargetDirectory folder = in.openDirectory(name)) {
        for (String child : names(folder)) {
          delete(folder, child, RestorePath.found(path, child));
        }
      }
    }
    in.delete(name, entry.kind());
    if (!entry.is(TargetEntry.Kind.DIRECTORY)) {
      clearing.gone(path);
    }
  }

  private static List<String> names(TargetDirectory folder) throws IOException {
    List<String> names = new ArrayList<>();
    folder.forEach(names::add);
    return names;
  }
}
