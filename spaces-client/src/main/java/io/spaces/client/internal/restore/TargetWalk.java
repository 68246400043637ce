package io.spaces.client.internal.restore;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Goes through all that is in a target, folders after what is in them. Follows no links. */
final class TargetWalk {
  /** What stands for bytes that are no text. */
  private static final char NO_CHARACTER = '\uFFFD';

  private final DirectoryCache folders;
  private final EntryVisitor visitor;
  private final Consumer<String> unnamable;

  TargetWalk(DirectoryCache folders, EntryVisitor visitor, Consumer<String> unnamable) {
    this.unnamable = unnamable;
    this.folders = folders;
    this.visitor = visitor;
  }

  /** A folder on the way, where null is the target, and what in it is still to be gone through. */
  private record Open(@Nullable RestorePath folder, Iterator<String> subfolders) {}

  /** Goes through the target; the visitor may delete what it gets. */
  void walk() throws IOException {
    Deque<Open> way = new ArrayDeque<>(); // and no recursion: folders may be nested deeply
    way.push(new Open(null, visitFiles(null).iterator()));
    while (true) {
      Open here = way.element();
      if (here.subfolders.hasNext()) {
        RestorePath subfolder = RestorePath.found(here.folder, here.subfolders.next());
        way.push(new Open(subfolder, visitFiles(subfolder).iterator()));
      } else if (here.folder != null) {
        way.pop();
        visitFolder(here.folder);
      } else {
        return;
      }
    }
  }

  /** A name that is no text in this JVM's encoding leads to nothing, or is refused. */
  private static @Nullable TargetEntry stat(TargetDirectory directory, String name)
      throws IOException {
    try {
      return directory.stat(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private void visitFolder(RestorePath folder) throws IOException {
    try (DirectoryCache.Lease lease = folders.openExisting(folder.parent())) {
      TargetEntry entry = lease == null ? null : lease.directory().stat(folder.name());
      if (entry != null) {
        visitor.visit(folder, entry);
      }
    }
  }

  /** Returns the names of the folders, which are still to be visited. */
  private List<String> visitFiles(@Nullable RestorePath folder) throws IOException {
    List<String> subfolders = new ArrayList<>();
    try (DirectoryCache.Lease lease = folders.openExisting(folder)) {
      if (lease == null) {
        return subfolders;
      }
      lease
          .directory()
          .forEach(
              name -> {
                TargetEntry entry = stat(lease.directory(), name);
                if (entry == null && name.indexOf(NO_CHARACTER) >= 0) {
                  unnamable.accept(RestorePath.found(folder, name).key());
                }
                if (entry == null || (folder == null && Staging.isName(name))) {
                  return;
                }
                if (entry.is(TargetEntry.Kind.DIRECTORY)) {
                  subfolders.add(name);
                } else {
                  visitor.visit(RestorePath.found(folder, name), entry);
                }
              });
    }
    return subfolders;
  }
}
