package io.spaces.client.internal.vault.backup;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.FileContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.snapshot.SnapshotEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a source is made of: what it holds, numbered from 0, safe for use by
 * several threads once {@link #await} has returned.
 */
interface Part extends AutoCloseable {
  /** Starts to look through it. */
  void start();

  /** Waits until all is found. */
  void await() throws Exception;

  /** Learns which vault this goes to: what is remembered of files is of one vault only. */
  void openCache(String vaultId);

  /** How many files there are. */
  int count();

  /** How many bytes they hold. */
  long bytes();

  /** A file's key. */
  String key(int number);

  /** A file's length when the totals were taken; 0 when it was not known. */
  long plannedSize(int number);

  /**
   * Where in the backup its files lie, with a slash at the end, or empty; null for no one place.
   */
  @Nullable String under();

  /** Whether there is neither a file nor a link. */
  default boolean isEmpty() {
    return count() == 0
        && withoutContent().stream()
            .allMatch(entry -> entry.type() == SnapshotEntry.Type.DIRECTORY);
  }

  /** Folders and symbolic links. */
  List<SnapshotEntry> withoutContent();

  /** How many further names of files there are, numbered behind the files; not among the totals. */
  int furtherNames();

  /**
   * A further name as a hard link; null when the file under its first name is not in the backup, or
   * has become another one.
   */
  @Nullable SnapshotEntry hardLink(int number);

  /** A file is in the backup, as it was when it had this stamp. */
  void stored(int number, FileStamp stamp);

  /** Adds a file without reading it, if it is known not to have changed. */
  boolean addKnown(int number, VaultBackup backup);

  /**
   * Opens a file's content.
   *
   * @param changes how often it changed under earlier attempts
   */
  FileContent open(int number, SourceReader reader, int changes) throws SourceException;

  /** Remembers what a file holds, by the words of {@link VaultBackup.FileContent#known}. */
  void remember(int number, FileContent content, byte[] known);

  /** The run has ended: keeps what it has learned. */
  void finish(boolean complete);

  @Override
  void close();
}
