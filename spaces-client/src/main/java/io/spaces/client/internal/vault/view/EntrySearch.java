package io.spaces.client.internal.vault.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one path in the lists of entries of many snapshots. What two lists have in common is
 * the same blobs: those are read once, and where a list has those that told the answer before,
 * nothing is read at all. Serves one thread.
 */
final class EntrySearch {
  private final VaultReader.Worker worker;
  private final String path;
  private final byte[] pathBytes;

  /** Where the first entry starts that begins in a blob, and its path. */
  private final Map<BlobId, Start> starts = new HashMap<>();

  /** What was found by reading from the first entry that begins in a blob. */
  private final Map<BlobId, Answer> answers = new HashMap<>();

  private record Start(int offset, String path) {}

  /** The entry, if there is one, and the blobs that were read to know it. */
  private record Answer(@Nullable VaultEntry entry, List<BlobId> read, boolean atEnd) {}

  EntrySearch(VaultReader.Worker worker, String path) {
    this.worker = worker;
    this.path = path;
    this.pathBytes = path.getBytes(UTF_8);
  }

  /** Returns the entry of the path in a snapshot, or null. */
  @Nullable VaultEntry find(SnapshotRecord snapshot) {
    BlobIds blobs = snapshot.entries();
    int first = 0;
    int offset = 0;
    for (int i = 0; i < blobs.size(); i++) {
      Start start = starts.get(blobs.get(i));
      if (start != null && EntryFormat.comparePaths(start.path(), path) <= 0) {
        first = i;
        offset = start.offset();
      }
    }
    Answer known = blobs.size() == 0 ? null : answers.get(blobs.get(first));
    if (known != null && holds(known, blobs, first)) {
      return known.entry();
    }
    try {
      return read(blobs, first, offset);
    } catch (FormatException e) {
      throw SealedObjects.broken("snapshot " + snapshot.snapshot().id() + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Answer known, BlobIds blobs, int first) {
    int size = known.read().size();
    if (known.atEnd() ? first + size != blobs.size() : first + size > blobs.size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!known.read().get(i).equals(blobs.get(first + i))) {
        return false;
      }
    }
    return true;
  }

  private @Nullable VaultEntry read(BlobIds blobs, int first, int offset) throws IOException {
    if (blobs.size() == 0) {
      return null;
    }
    BlobCursor cursor = new BlobCursor(worker, blobs, first, offset);
    DataInputStream in = new DataInputStream(cursor);
    int noted = -1;
    while (true) {
      boolean more = cursor.advance();
      int blob = cursor.blob();
      if (more && blob == noted && cursor.passesBefore(pathBytes)) {
        continue;
      }
      noted = blob;
      int position = cursor.position();
      VaultEntry entry = more ? EntryFormat.read(in) : null;
      String found = entry == null ? null : entry.entry().path();
      if (found != null) {
        starts.putIfAbsent(blobs.get(blob), new Start(position, found));
      }
      int order = found == null ? 1 : EntryFormat.comparePaths(found, path);
      if (order >= 0) {
        VaultEntry answer = order == 0 ? entry : null;
        int last = Math.min(cursor.blob(), blobs.size() - 1);
        List<BlobId> read = new ArrayList<>();
        for (int i = first; i <= last; i++) {
          read.add(blobs.get(i));
        }
        answers.put(blobs.get(first), new Answer(answer, read, found == null));
        return answer;
      }
    }
  }
}
