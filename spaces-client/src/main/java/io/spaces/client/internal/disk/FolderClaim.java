package io.spaces.client.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may deliver what a folder holds: one scheduler at a time, among all processes of a machine.
 * It ends with its process.
 */
public final class FolderClaim implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FolderClaim.class);
  private static final String FILE = "lock";

  /** Of this process: where one closes its file, the system takes the locks of all in it away. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final @Nullable FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FolderClaim(Path folder, @Nullable FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Whether a file in the folder is the lock's own. */
  static boolean isLock(String name) {
    return name.equals(FILE);
  }

  /** Takes it, unless somebody else has it: then null. */
  public static @Nullable FolderClaim tryToTake(StateFolder folder) throws IOException {
    folder.shut();
    Path real = folder.path().toRealPath();
    if (!HELD.add(real)) {
      return null;
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = folder.openLock(FILE);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      return taken ? new FolderClaim(real, channel) : null;
    } catch (IOException e) {
      // Better told twice than never: not every file system has locks.
      log.warn("{} cannot be locked; two processes may deliver from it: {}", real, e.toString());
      taken = true;
      return new FolderClaim(real, channel);
    } finally {
      if (!taken) {
        HELD.remove(real);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("The lock of {} cannot be closed: {}", folder, e.toString());
    } finally {
      HELD.remove(folder);
    }
  }
}
