package io.spaces.client.internal.vault.archive;

import io.spaces.client.backup.Compression;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.entry.CollisionDetector;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot of a tar.gz as it reads it, in bounded memory. All or nothing: an archive with
 * an entry that a snapshot cannot hold becomes none.
 */
public final class ArchiveReader {
  private static final Compression COMPRESSION = Compression.deflate(6);
  private static final int BUFFER = 1 << 16;

  /** Files (the last ones sparse), links and folders (POSIX.1-2001; GNU tar). */
  private static final String KNOWN = "\0" + "0" + "1" + "2" + "5" + "7" + "S";

  /** The name of the archive itself (GNU tar). */
  private static final byte LABEL = 'V';

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Duration patience;
  private final Cancellation cancellation;
  private final CollisionDetector names = new CollisionDetector(NameTraits.EXACT);
  private final ArchiveLinks links = new ArchiveLinks();

  /**
   * A reader for one archive.
   *
   * @param vault where the snapshot goes
   * @param temporaryDirectory where entries go that do not fit into memory
   * @param patience how long to wait for another client of the vault
   * @param cancellation ends it early
   */
  public ArchiveReader(
      Vault vault, Path temporaryDirectory, Duration patience, Cancellation cancellation) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.patience = patience;
    this.cancellation = cancellation;
  }

  /**
   * Reads the archive.
   *
   * @param archive not closed
   * @param set what it is a backup of, or null for what the archive says
   * @param now when the snapshot was made, unless the archive says
   * @return the snapshot
   * @throws IOException when the archive cannot be read
   */
  public Snapshot read(InputStream archive, @Nullable String set, Instant now) throws IOException {
    try {
      InputStream plain = new GZIPInputStream(new BufferedInputStream(archive, BUFFER), BUFFER);
      TarArchiveInputStream tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
      TarArchiveEntry first = tar.getNextEntry();
      if (first == null) {
        throw refused("has no entries");
      }
      return read(plain, tar, first, set, note(first, now));
    } catch (ZipException | EOFException e) {
      throw refused("is no whole tar.gz: " + e.getMessage());
    }
  }

  private static ArchiveNote note(TarArchiveEntry first, Instant now) {
    ArchiveNote note = ArchiveNote.parse(first.getExtraPaxHeader(ArchiveNote.KEYWORD), now);
    return note == null ? new ArchiveNote(now, "", "", true) : note;
  }

  private Snapshot read(
      InputStream plain,
      TarArchiveInputStream tar,
      TarArchiveEntry first,
      @Nullable String set,
      ArchiveNote note)
      throws IOException {
    VaultBackup.Plan plan =
        new VaultBackup.Plan(
            note.time(),
            set != null ? set : note.set(),
            note.description(),
            null,
            null,
            null,
            COMPRESSION,
            1,
            temporaryDirectory,
            patience);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (VaultBackup backup = new VaultBackup(vault, plan, cancellation)) {
      try (VaultBackup.Worker worker = backup.worker()) {
        for (TarArchiveEntry entry = first; entry != null; entry = tar.getNextEntry()) {
          cancellation.throwIfCancelled();
          add(tar, entry, backup, worker, failure);
        }
      }
      Set<String> dangling = links.dangling(this::isEntry);
      if (!dangling.isEmpty()) {
        throw refused(
            "has a hard link to \"" + dangling.iterator().next() + "\", which is no file in it");
      }
      // Behind the last entry: at its very end is the checksum over all.
      plain.transferTo(OutputStream.nullOutputStream());
      backup.flush();
      rethrow(failure.get());
      return backup.commit(note.complete());
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void add(
      TarArchiveInputStream tar,
      TarArchiveEntry header,
      VaultBackup backup,
      VaultBackup.Worker worker,
      AtomicReference<@Nullable Throwable> failure)
      throws IOException {
    if (header.getLinkFlag() == LABEL) {
      return;
    }
    if (!isOfKnownType(header)) {
      throw refused("has \"" + header.getName() + "\", which is neither file, folder nor link");
    }
    String name = plain(header.getName());
    if (name.isEmpty()) {
      return; // the folder that was packed
    }
    check(name, header.isDirectory());
    if (header.isDirectory()) {
      backup.add(entry(header, name, SnapshotEntry.Type.DIRECTORY, 0, null));
    } else if (header.isSymbolicLink()) {
      add(header, name, links.symbolic(name, header.getLinkName()), backup);
    } else if (header.isLink()) {
      add(header, name, links.hard(name, plain(header.getLinkName())), backup);
    } else if (tar.canReadEntryData(header)) {
      VaultBackup.FileContent content = worker.read(tar);
      content.keep(
          entry(header, name, SnapshotEntry.Type.FILE, content.length(), null),
          problem -> {
            if (problem != null) {
              failure.compareAndSet(null, problem);
            }
          });
    } else {
      throw refused("has \"" + name + "\", which is neither file, folder nor link");
    }
  }

  private static void add(
      TarArchiveEntry header, String name, ArchiveLinks.Link link, VaultBackup backup) {
    backup.add(entry(header, name, link.type(), 0, link.target()));
  }

  /** The library takes devices, parts of files and lists of folders for files. */
  private static boolean isOfKnownType(TarArchiveEntry header) {
    return KNOWN.indexOf(header.getLinkFlag()) >= 0;
  }

  /** Whether there was a file or a link of this name. */
  private boolean isEntry(String name) {
    try {
      RestorePath path = RestorePath.parse(name, Platform.POSIX);
      return names.has(path) && names.addFolder(path) == CollisionDetector.Verdict.COLLIDING;
    } catch (RefusedEntryException e) {
      return false;
    }
  }

  /** Without what tar writes around a path: a {@code ./} in front, a slash at the end. */
  private static String plain(String name) {
    String path = name;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path.equals(".") ? "" : path;
  }

  private void check(String name, boolean folder) {
    try {
      RestorePath path = RestorePath.parse(name, Platform.POSIX);
      CollisionDetector.Verdict verdict = folder ? names.addFolder(path) : names.add(path);
      boolean unique =
          verdict == CollisionDetector.Verdict.FRESH
              || (folder && verdict == CollisionDetector.Verdict.REPEATED);
      if (!unique) {
        throw refused("has \"" + name + "\" twice, or below what is no folder");
      }
    } catch (RefusedEntryException e) {
      throw refused("has \"" + name + "\", which no backup could hold: " + e.getMessage());
    }
  }

  private static SnapshotEntry entry(
      TarArchiveEntry header,
      String path,
      SnapshotEntry.Type type,
      long size,
      @Nullable String linkTarget) {
    return SnapshotEntry.builder(path, type, header.getLastModifiedTime().toInstant())
        .size(size)
        .permissions(header.getMode() & 0777)
        .linkTarget(linkTarget)
        .build();
  }

  private static InvalidParameterException refused(String why) {
    return new InvalidParameterException("archive", why);
  }
}
