package io.spaces.client.internal.disk;

import io.spaces.client.internal.crypto.RandomBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of the state directory, private to its owner and only ever replaced as a whole. */
public final class StateFile {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  private final Path directory;
  private final String name;
  private final String suffix;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Writes the file's content. */
  public interface Writer extends DurableFile.Writer {}

  /** A file with a cache of hashes. */
  public StateFile(Path directory, byte[] scope) {
    this(directory, scope, ".stat");
  }

  /**
   * A file.
   *
   * @param scope what it is about, and no other file
   * @param suffix of what kind it is
   */
  public StateFile(Path directory, String scope, String suffix) {
    this(directory, digest(scope), suffix);
  }

  private StateFile(Path directory, byte[] scope, String suffix) {
    this.directory = directory;
    this.name = HexFormat.of().formatHex(Arrays.copyOf(scope, 16));
    this.suffix = suffix;
  }

  public static byte[] digest(String scope) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(scope.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return directory.resolve(name + suffix);
  }

  /** Makes an empty file beside it, of its owner alone, if it is missing. */
  public Path createPrivate(Path beside) throws IOException {
    createDirectory();
    try {
      return Files.createFile(beside, OwnerOnly.file(beside));
    } catch (FileAlreadyExistsException e) {
      return beside;
    }
  }

  /** Replaces the file; it lasts once this returns, also when the machine stops. */
  public void write(Writer writer) throws IOException {
    createDirectory();
    deleteLeftOvers();
    DurableFile.write(path(), directory.resolve(name + "-" + RandomBytes.name(8) + ".tmp"), writer);
  }

  /** Replaces the file, or leaves it as it is and says so once. */
  public void replace(Writer writer) {
    try {
      write(writer);
    } catch (IOException | RuntimeException e) { // directories throw some of theirs unchecked
      if (warned.compareAndSet(false, true)) {
        LOG.warn(
            "The cache of file hashes cannot be written to {}, so the next run will be slower: {}",
            directory,
            e.toString());
      }
    }
  }

  private void createDirectory() throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, OwnerOnly.folder(directory));
    } catch (FileAlreadyExistsException e) {
      LOG.trace("The state directory {} is there already", directory);
    }
  }

  /** What a killed run left; a file that another process is writing is younger. */
  private void deleteLeftOvers() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(LEFT_OVER));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, name + "-*.tmp")) {
      for (Path file : files) {
        if (isOlder(file, limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, FileTime limit) throws IOException {
    try {
      return Files.getLastModifiedTime(file).compareTo(limit) < 0;
    } catch (NoSuchFileException e) {
      return false; // its process has just moved it into place
    }
  }
}
