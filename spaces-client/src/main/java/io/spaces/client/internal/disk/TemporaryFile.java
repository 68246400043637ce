package io.spaces.client.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/** Files that are gone when they are closed, on POSIX systems even when the process is killed. */
public final class TemporaryFile {
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE_NEW,
          // POSIX systems take the name away at once.
          StandardOpenOption.DELETE_ON_CLOSE);

  private TemporaryFile() {}

  /** Makes one that only its owner can read; it is opened once, as it is made. */
  public static FileChannel create(Path folder, String prefix) throws IOException {
    Path path = folder.resolve(prefix + UUID.randomUUID() + ".tmp");
    return FileChannel.open(path, OPTIONS, OwnerOnly.file(path));
  }
}
