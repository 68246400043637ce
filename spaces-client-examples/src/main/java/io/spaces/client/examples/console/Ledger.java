package io.spaces.client.examples.console;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over restarts how jobs ended: what started them, and why they failed, which the space
 * does not know. A file with a line of JSON for each, which only its owner may read: messages name
 * files and hosts. Safe for use by several threads.
 */
final class Ledger {
  private static final Logger log = LoggerFactory.getLogger(Ledger.class);
  private static final int MOST = 10_000;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final Map<String, BackupJob> jobs = new LinkedHashMap<>();

  private Ledger(Path file) {
    this.file = file;
  }

  static Ledger open(Path file) throws IOException {
    Ledger ledger = new Ledger(file);
    if (Files.exists(file)) {
      narrow(file);
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (!text.isEmpty() && !text.endsWith("\n")) {
        // Or the next line would be joined to one that was cut short, and lost with it.
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
      }
      List<String> lines = text.lines().toList();
      for (String line : lines.subList(Math.max(0, lines.size() - MOST), lines.size())) {
        BackupJob job = read(line);
        if (job != null) {
          ledger.jobs.put(job.id(), job);
        }
      }
    }
    return ledger;
  }

  /** Remembers a job, and when it cannot be written, at least until the end. */
  synchronized void add(BackupJob job) {
    jobs.put(job.id(), job);
    if (jobs.size() > MOST) {
      jobs.remove(jobs.keySet().iterator().next());
    }
    try {
      write(file, job.toJson() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      log.warn("The console's ledger {} cannot be written: {}", file, e.toString());
    }
  }

  synchronized boolean remove(String id) {
    if (jobs.remove(id) == null) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    jobs.values().forEach(job -> text.append(job.toJson()).append('\n'));
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(next);
      write(next, text.toString(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  synchronized List<BackupJob> jobs() {
    return new ArrayList<>(jobs.values());
  }

  private static void write(Path file, String text, OpenOption... options) throws IOException {
    FileAttribute<?>[] attributes =
        isPosix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(options), attributes)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** Earlier releases let others read it. */
  private static void narrow(Path file) throws IOException {
    if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** A line that was cut short when the machine stopped tells nothing. */
  private static @Nullable BackupJob read(String line) {
    try {
      return BackupJob.fromJson(line);
    } catch (InvalidParameterException e) {
      log.warn("A line of the console's ledger cannot be read and is left out");
      return null;
    }
  }
}
