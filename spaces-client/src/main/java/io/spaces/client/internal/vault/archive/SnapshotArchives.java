package io.spaces.client.internal.vault.archive;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.disk.DurableFile;
import io.spaces.client.internal.source.read.OpenWatch;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.ReadingHold;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.Snapshot;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Snapshots as archives, with a library that not every application has. */
public final class SnapshotArchives {
  private final Path temporaryDirectory;
  private final Duration patience;
  private final Cancellation cancellation;
  private final Monitor monitor;

  public SnapshotArchives(
      Path temporaryDirectory, Duration patience, Cancellation cancellation, Monitor monitor) {
    requireLibrary();
    this.temporaryDirectory = temporaryDirectory;
    this.patience = patience;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  /** Refuses what cannot be done here. */
  public static void requireLibrary() {
    try {
      Class.forName("org.apache.commons.compress.archivers.tar.TarArchiveEntry");
    } catch (ClassNotFoundException | LinkageError e) {
      throw new SpaceException(
          "Archives need a library that is missing: add org.apache.commons:commons-compress to the"
              + " application, and \"requires org.apache.commons.compress\" to its module if it is"
              + " one",
          e);
    }
  }

  /** Writes a snapshot to a new file of a folder, which has its name when it is whole. */
  public Path write(SnapshotRecord record, Vault vault, Path folder) {
    Path file = folder.resolve(ArchiveWriter.fileName(record.snapshot()));
    try {
      DurableFile.write(
          file,
          folder.resolve("." + file.getFileName() + UUID.randomUUID() + ".part"),
          channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            write(record, vault, out);
            out.flush();
          });
      return file;
    } catch (IOException e) {
      throw new SpaceException("The archive " + file + " cannot be written: " + e, e);
    }
  }

  public void write(SnapshotRecord record, Vault vault, OutputStream out) {
    ReadingHold hold = ReadingHold.on(vault, patience);
    try (VaultReader reader = new VaultReader(vault, temporaryDirectory, 1)) {
      new ArchiveWriter(reader, cancellation, monitor).write(record, out);
    } catch (IOException e) {
      throw new SpaceException(
          "The archive of snapshot " + record.snapshot().id() + " cannot be written: " + e, e);
    } finally {
      hold.close();
    }
  }

  private InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = in.read();
        monitor.advanced(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        monitor.advanced(Math.max(0, read));
        return read;
      }
    };
  }

  /** Makes a snapshot of an archive, in a vault that is made only once the archive is found. */
  public Snapshot read(Path archive, @Nullable String set, Supplier<Vault> into, Instant now) {
    try (InputStream in = OpenWatch.openGiven(archive)) {
      monitor.totals(1, Files.size(archive));
      monitor.pushing();
      Snapshot read =
          new ArchiveReader(into.get(), temporaryDirectory, patience, cancellation)
              .read(counted(in), set, now);
      monitor.settled(0);
      return read;
    } catch (IOException e) {
      throw new SpaceException("The archive " + archive + " cannot be read: " + e, e);
    }
  }
}
