package io.spaces.client.internal.schedule.notify;

import io.spaces.client.internal.disk.FolderClaim;
import io.spaces.client.internal.disk.StateFolder;
import io.spaces.client.schedule.Notification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a receiver has still to be told, the oldest first: in a folder, where there is one, which
 * other processes fill, too; and in memory what cannot be written there. Safe for use by several
 * threads.
 */
final class Backlog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final String SUFFIX = ".json";

  private final @Nullable StateFolder folder;
  private final Clock clock;
  private final TreeMap<String, Notification> memory = new TreeMap<>();

  /** Those in the folder that are done with, and could not be deleted there. */
  private final Set<String> done = new HashSet<>();

  private @Nullable FolderClaim claim;
  private long last;
  private boolean complained;

  /** A backlog in a folder, or in memory alone. */
  Backlog(@Nullable Path folder, Clock clock) {
    this.folder = folder == null ? null : new StateFolder(folder);
    this.clock = clock;
  }

  /** Where it outlasts the process, or null where it does not. */
  @Nullable Path folder() {
    return folder == null ? null : folder.path();
  }

  synchronized void add(Notification notification) {
    String key = nextKey();
    if (folder != null) {
      try {
        folder.shut();
        folder.write(key, NotificationJson.write(notification));
        return;
      } catch (IOException | RuntimeException e) { // directories throw some of theirs unchecked
        complain("cannot be written, so that what waits is lost when the process ends", e);
      }
    }
    memory.put(key, notification);
  }

  /** By name they are in the order in which they came, whatever the clock does meanwhile. */
  private String nextKey() {
    for (String key : kept()) {
      last = Math.max(last, time(key));
    }
    last = Math.max(last + 1, clock.millis());
    return String.format(Locale.ROOT, "%015d-%s%s", last, StateFolder.randomName(), SUFFIX);
  }

  private static long time(String key) {
    try {
      return Long.parseLong(key.substring(0, Math.max(0, key.indexOf('-'))));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Whether what waits in the folder is ours to deliver: not while another scheduler does that.
   * What is in memory always is.
   */
  synchronized boolean isOurs() {
    if (folder == null || claim != null) {
      return true;
    }
    try {
      claim = FolderClaim.tryToTake(folder);
    } catch (IOException | RuntimeException e) {
      complain("cannot be used", e);
    }
    return claim != null;
  }

  /** Those that are ours to deliver. */
  synchronized List<String> ours() {
    return isOurs() ? all() : List.copyOf(memory.keySet());
  }

  /** All that wait here, whoever delivers them. */
  synchronized List<String> all() {
    List<String> keys = new ArrayList<>(memory.keySet());
    keys.addAll(kept());
    keys.sort(null);
    return keys;
  }

  private List<String> kept() {
    if (folder == null) {
      return List.of();
    }
    try {
      return folder.names().stream()
          .filter(name -> name.endsWith(SUFFIX) && !done.contains(name))
          .toList();
    } catch (IOException | RuntimeException e) {
      complain("cannot be listed", e);
      return List.of();
    }
  }

  /** Whether it waits here, and is gone with the process. */
  synchronized boolean isInMemory(String key) {
    return memory.containsKey(key);
  }

  /** One of them, or null when it is gone, or cannot be read, which is logged. */
  synchronized @Nullable Notification read(String key) {
    Notification here = memory.get(key);
    if (here != null || folder == null) {
      return here;
    }
    byte[] bytes;
    try {
      bytes = folder.read(key);
    } catch (IOException | RuntimeException e) {
      log.error("The notification {} in {} cannot be read: {}", key, folder.path(), e.toString());
      done.add(key);
      return null;
    }
    try {
      return bytes == null ? null : NotificationJson.read(bytes);
    } catch (IOException | RuntimeException e) {
      log.error("The notification {} in {} is damaged, and dropped", key, folder.path());
      log.debug("That is what is wrong with it", e);
      remove(key);
      return null;
    }
  }

  synchronized void remove(String key) {
    if (memory.remove(key) == null && folder != null) {
      try {
        folder.delete(key);
      } catch (IOException | RuntimeException e) {
        done.add(key);
        complain("cannot be deleted, so that they are told again when a process starts", e);
      }
    }
  }

  private void complain(String how, Exception e) {
    if (!complained && folder != null) {
      complained = true;
      log.warn("The notifications in {} {}: {}", folder.path(), how, e.toString());
    }
  }

  /** Leaves what waits in the folder to others. */
  @Override
  public synchronized void close() {
    if (claim != null) {
      claim.close();
      claim = null;
    }
  }
}
