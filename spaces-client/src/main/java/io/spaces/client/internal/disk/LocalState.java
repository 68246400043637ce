package io.spaces.client.internal.disk;

import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.transfer.WarningSink;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which a vault's client keeps what saves it time, and what it remembers. Nothing here
 * can make a run fail: what cannot be read counts as missing. Of what saves time that is logged; of
 * what is to be remembered it is a warning.
 */
public final class LocalState {
  private static final Logger log = LoggerFactory.getLogger(LocalState.class);
  private static final int MAX_FILE = 64 << 20;

  /** What the names of files begin with that are being written. */
  private static final String TEMPORARY = ".";

  /** No file takes longer to be written. */
  private static final Duration WRITING = Duration.ofHours(1);

  private final @Nullable Path root;
  private final WarningSink warnings;

  private LocalState(@Nullable Path root, WarningSink warnings) {
    this.root = root;
    this.warnings = warnings;
  }

  /** State that nothing is kept in when there is no folder. */
  public static LocalState in(@Nullable Path folder) {
    return new LocalState(folder, new WarningSink());
  }

  /** A folder in this one, which tells the same listener. */
  public LocalState folder(String name) {
    return new LocalState(root == null ? null : root.resolve(name), warnings);
  }

  /** Where it is told that something cannot be remembered. */
  public WarningSink warnings() {
    return warnings;
  }

  /** Whether anything is kept at all. */
  public boolean isKept() {
    return root != null;
  }

  public Optional<byte[]> read(String name) {
    try {
      return readIfThere(name);
    } catch (IOException e) {
      log.debug("{} in {} cannot be read: {}", name, root, e.toString());
      return Optional.empty();
    }
  }

  /** Reads what must not be forgotten: {@link #keep} has written it. */
  public Optional<byte[]> recall(String name) {
    try {
      return readIfThere(name);
    } catch (IOException e) {
      unreliable("cannot be read", " (" + e + ")");
      return Optional.empty();
    }
  }

  private Optional<byte[]> readIfThere(String name) throws IOException {
    if (root == null) {
      return Optional.empty();
    }
    try (InputStream in = openFile(root.resolve(name))) {
      return Optional.of(in.readNBytes(MAX_FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Tells that what was recalled makes no sense, and deletes it. */
  public void forgetDamaged(String name) {
    unreliable("is damaged, and begun anew", " (" + name + ")");
    delete(name);
  }

  private void unreliable(String how, String detail) {
    warnings.tellOnce(
        how,
        new Warning(
            Warning.Code.MEMORY_LOST,
            "What this machine remembers of the vault in "
                + root
                + " "
                + how
                + detail
                + ": if the space hides something that was seen before, or was set back, that may"
                + " go unnoticed this time"));
  }

  /** Opens a file, or returns null. */
  public @Nullable InputStream open(String name) {
    try {
      return root == null ? null : openFile(root.resolve(name));
    } catch (IOException e) {
      return null;
    }
  }

  /** Opens a file; a pipe in its place would wait for somebody to write to it. */
  private static InputStream openFile(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("it is not a file");
    }
    return Files.newInputStream(file);
  }

  /** Opens a file, or returns null; notes that it was used. */
  public @Nullable InputStream openAndTouch(String name) {
    InputStream opened = open(name);
    if (opened != null && root != null) {
      try {
        Files.setLastModifiedTime(root.resolve(name), FileTime.from(Instant.now()));
      } catch (IOException e) {
        log.debug("{} in {} cannot be touched: {}", name, root, e.toString());
      }
    }
    return opened;
  }

  /** Deletes the files that were not used for so long. */
  public void deleteUnused(Duration age) {
    FileTime limit = FileTime.from(Instant.now().minus(age));
    for (String name : names()) {
      deleteOlder(Objects.requireNonNull(root).resolve(name), limit);
    }
  }

  /** Deletes what processes have left that were killed while they wrote. */
  public void deleteRemains() {
    FileTime limit = FileTime.from(Instant.now().minus(WRITING));
    for (String name : names()) {
      if (name.startsWith(TEMPORARY)) {
        deleteOlder(Objects.requireNonNull(root).resolve(name), limit);
      }
    }
  }

  private static void deleteOlder(Path file, FileTime limit) {
    try {
      if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
        deleteFile(file);
      }
    } catch (IOException e) {
      log.debug("{} cannot be looked at: {}", file, e.toString());
    }
  }

  /** Writes a file whole or not at all. */
  public void write(String name, InputStream content) {
    if (root == null) {
      return;
    }
    Path temporary = root.resolve(TEMPORARY + RandomBytes.name(8));
    try {
      createFolder(root);
      Files.copy(content, temporary);
      Files.move(temporary, root.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.debug("{} in {} cannot be written: {}", name, root, e.toString());
      deleteFile(temporary);
    }
  }

  /** Writes what must not be forgotten: it lasts once this returns, also when the machine stops. */
  public void keep(String name, byte[] content) {
    if (root == null) {
      return;
    }
    Path temporary = root.resolve(TEMPORARY + RandomBytes.name(8));
    try {
      createFolder(root);
      DurableFile.write(root.resolve(name), temporary, content);
    } catch (IOException e) {
      unreliable("cannot be written", " (" + e + ")");
    }
  }

  public void delete(String name) {
    if (root != null) {
      deleteFile(root.resolve(name));
    }
  }

  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (root != null && Files.isDirectory(root)) {
      try (Stream<Path> files = Files.list(root)) {
        files.forEach(file -> names.add(String.valueOf(file.getFileName())));
      } catch (IOException e) {
        log.debug("{} cannot be listed: {}", root, e.toString());
      }
    }
    return names;
  }

  private static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder, OwnerOnly.folder(folder));
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.debug("{} cannot be deleted: {}", file, e.toString());
    }
  }
}
