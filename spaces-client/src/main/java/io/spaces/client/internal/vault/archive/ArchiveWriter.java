package io.spaces.client.internal.vault.archive;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a snapshot as a tar.gz as it reads it, in constant memory. */
public final class ArchiveWriter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmm").withZone(ZoneOffset.UTC);
  private static final int BUFFER = 1 << 16;

  private final VaultReader reader;
  private final Cancellation cancellation;
  private final Monitor monitor;

  /**
   * A writer.
   *
   * @param reader reads the snapshot's vault
   * @param cancellation ends it early
   * @param monitor told how far it is
   */
  public ArchiveWriter(VaultReader reader, Cancellation cancellation, Monitor monitor) {
    this.reader = reader;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  /**
   * Returns the usual name of a snapshot's archive.
   *
   * @param snapshot the snapshot
   * @return with its time in UTC, such as {@code backup-20261122_0314_0123456789abcdef.tar.gz}
   */
  public static String fileName(Snapshot snapshot) {
    return "backup-" + TIME.format(snapshot.time()) + "_" + snapshot.id() + ".tar.gz";
  }

  /**
   * Writes one snapshot.
   *
   * @param snapshot which
   * @param out not closed
   * @throws IOException when it cannot be written to
   */
  public void write(SnapshotRecord snapshot, OutputStream out) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(new BufferedOutputStream(out, BUFFER), BUFFER);
    // Not closed before its end: that would complete what is only a part.
    TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
    // What does not fit into a plain header is in the extended one, which ExtendedHeader writes.
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    monitor.totals(snapshot.snapshot().files(), snapshot.snapshot().size());
    monitor.pushing();
    writeNote(snapshot.snapshot(), tar);
    try (VaultReader.Entries entries = reader.entries(snapshot);
        VaultReader.Worker contents = reader.worker()) {
      while (entries.hasNext()) {
        cancellation.throwIfCancelled();
        VaultEntry entry = entries.next();
        TarArchiveEntry header = header(entry.entry());
        ExtendedHeader.write(header, entry.entry().modified(), tar);
        tar.putArchiveEntry(header);
        if (entry.entry().type() == SnapshotEntry.Type.FILE) {
          copy(entry, contents, tar);
        }
        tar.closeArchiveEntry();
      }
    }
    tar.finish();
    gzip.finish();
    gzip.flush();
  }

  private void copy(VaultEntry entry, VaultReader.Worker contents, TarArchiveOutputStream tar)
      throws IOException {
    String path = entry.entry().path();
    long size = entry.entry().size();
    monitor.started(path, size);
    boolean copied = false;
    try {
      contents.copy(entry, tar);
      copied = true;
    } finally {
      if (copied) {
        monitor.moved(path, size, size);
      } else {
        monitor.failed(new ObjectFailure(path, "was not written to its end", null));
      }
    }
  }

  private static void writeNote(Snapshot snapshot, TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry note =
        new TarArchiveEntry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
    note.addPaxHeader(ArchiveNote.KEYWORD, ArchiveNote.text(snapshot));
    tar.putArchiveEntry(note);
  }

  private static TarArchiveEntry header(SnapshotEntry entry) {
    String path = checked(entry.path());
    String linkTarget = entry.linkTarget() == null ? "" : entry.linkTarget();
    TarArchiveEntry header =
        switch (entry.type()) {
          case FILE -> header(path, TarConstants.LF_NORMAL);
          case DIRECTORY -> header(path + "/", TarConstants.LF_DIR);
          case SYMBOLIC_LINK -> link(path, TarConstants.LF_SYMLINK, linkTarget);
          case HARD_LINK -> link(path, TarConstants.LF_LINK, checked(linkTarget));
        };
    header.setSize(entry.size());
    header.setModTime(FileTime.from(entry.modified().truncatedTo(ChronoUnit.SECONDS)));
    if (entry.permissions() >= 0) {
      header.setMode(entry.permissions());
    }
    return header;
  }

  private static TarArchiveEntry header(String name, byte type) {
    return new TarArchiveEntry(name, type, true);
  }

  private static TarArchiveEntry link(String name, byte type, String linkTarget) {
    TarArchiveEntry header = header(name, type);
    header.setLinkName(linkTarget);
    return header;
  }

  /** Not every tool that unpacks archives is careful where it writes to. */
  private static String checked(String path) {
    try {
      return RestorePath.parse(path, Platform.POSIX).key();
    } catch (RefusedEntryException e) {
      throw new IntegrityException(
          "The snapshot has an entry that leads out of it, \"" + path + "\": no backup made it", e);
    }
  }
}
