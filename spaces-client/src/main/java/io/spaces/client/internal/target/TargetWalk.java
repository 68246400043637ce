package io.spaces.client.internal.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through all that is in a target, folders after what is in them. Follows no links. */
final class TargetWalk {
  private final DirectoryCache folders;
  private final EntryVisitor visitor;

  TargetWalk(DirectoryCache folders, EntryVisitor visitor) {
    this.folders = folders;
    this.visitor = visitor;
  }

  /** Goes through a folder, where null is the target; the visitor may delete what it gets. */
  void walk(@Nullable RestorePath folder) throws IOException {
    for (String name : visitFiles(folder)) {
      RestorePath subfolder = RestorePath.found(folder, name);
      walk(subfolder);
      try (DirectoryCache.Lease lease = folders.openExisting(folder)) {
        TargetEntry entry = lease == null ? null : lease.directory().stat(name);
        if (entry != null) {
          visitor.visit(subfolder, entry);
        }
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
                TargetEntry entry = lease.directory().stat(name);
                if (entry == null || (folder == null && name.startsWith(Staging.PREFIX))) {
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
