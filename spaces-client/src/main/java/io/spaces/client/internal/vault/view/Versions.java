package io.spaces.client.internal.vault.view;

import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.FileVersion;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which contents a path has had. */
public final class Versions {
  private Versions() {}

  /** What makes two entries of a path the same: a file's other names are that file. */
  private record Content(SnapshotEntry.Type type, BlobIds blobs, @Nullable String linkTarget) {}

  /**
   * Looks for a path in snapshots.
   *
   * @param path the path, as entries have it
   * @param snapshots newest first
   * @param reader reads their vault
   * @return its contents, those of the newest snapshots first
   */
  public static List<FileVersion> of(
      String path, List<SnapshotRecord> snapshots, VaultReader reader) {
    Map<Content, List<Snapshot>> holders = new LinkedHashMap<>();
    Map<Content, SnapshotEntry> entries = new HashMap<>();
    Map<String, EntrySearch> searches = new HashMap<>();
    try (VaultReader.Worker worker = reader.worker()) {
      for (SnapshotRecord snapshot : snapshots) {
        VaultEntry entry = find(path, snapshot, worker, searches);
        if (entry != null) {
          Content content = content(entry, snapshot, worker, searches);
          entries.putIfAbsent(content, entry.entry());
          holders.computeIfAbsent(content, any -> new ArrayList<>()).add(snapshot.snapshot());
        }
      }
    }
    List<FileVersion> versions = new ArrayList<>();
    holders.forEach(
        (content, all) -> {
          SnapshotEntry entry = entries.get(content);
          if (entry != null) {
            versions.add(new FileVersion(entry, all));
          }
        });
    return versions;
  }

  private static @Nullable VaultEntry find(
      String path,
      SnapshotRecord snapshot,
      VaultReader.Worker worker,
      Map<String, EntrySearch> searches) {
    return searches.computeIfAbsent(path, any -> new EntrySearch(worker, any)).find(snapshot);
  }

  private static Content content(
      VaultEntry entry,
      SnapshotRecord snapshot,
      VaultReader.Worker worker,
      Map<String, EntrySearch> searches) {
    String target = entry.entry().linkTarget();
    VaultEntry file = entry;
    if (entry.entry().type() == SnapshotEntry.Type.HARD_LINK && target != null) {
      VaultEntry linked = find(target, snapshot, worker, searches);
      file = linked == null ? entry : linked;
    }
    return new Content(file.entry().type(), file.blobs(), file.entry().linkTarget());
  }
}
