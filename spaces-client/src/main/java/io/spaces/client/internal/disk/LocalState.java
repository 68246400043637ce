package io.spaces.client.internal.disk;

import io.spaces.client.internal.transfer.WarningSink;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  private final @Nullable StateFolder root;
  private final WarningSink warnings;

  private LocalState(@Nullable StateFolder root, WarningSink warnings) {
    this.root = root;
    this.warnings = warnings;
  }

  /** State that nothing is kept in when there is no folder. */
  public static LocalState in(@Nullable Path folder) {
    return new LocalState(folder == null ? null : new StateFolder(folder), new WarningSink());
  }

  /** A folder in this one, which tells the same listener. */
  public LocalState folder(String name) {
    return new LocalState(root == null ? null : root.folder(name), warnings);
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
    return root == null ? Optional.empty() : Optional.ofNullable(root.read(name));
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
      return root == null ? null : root.open(name);
    } catch (IOException e) {
      return null;
    }
  }

  /** Opens a file, or returns null; notes that it was used. */
  public @Nullable InputStream openAndTouch(String name) {
    InputStream opened = open(name);
    if (opened != null && root != null) {
      try {
        root.touch(name);
      } catch (IOException e) {
        log.debug("{} in {} cannot be touched: {}", name, root, e.toString());
      }
    }
    return opened;
  }

  /** Deletes the files that were not used for so long. */
  public void deleteUnused(Duration age) {
    for (String name : names()) {
      Objects.requireNonNull(root).deleteOlder(name, age);
    }
  }

  /**
   * Deletes what processes have left that were killed while they wrote; {@link #names} does, too.
   */
  public void deleteRemains() {
    names();
  }

  /** Writes a file whole or not at all. */
  public void write(String name, InputStream content) {
    try {
      if (root != null) {
        root.writeQuickly(name, content);
      }
    } catch (IOException e) {
      log.debug("{} in {} cannot be written: {}", name, root, e.toString());
    }
  }

  /** Writes what must not be forgotten: it lasts once this returns, also when the machine stops. */
  public void keep(String name, byte[] content) {
    try {
      if (root != null) {
        root.write(name, content);
      }
    } catch (IOException e) {
      unreliable("cannot be written", " (" + e + ")");
    }
  }

  public void delete(String name) {
    try {
      if (root != null) {
        Files.deleteIfExists(root.path().resolve(name));
      }
    } catch (IOException e) {
      log.debug("{} in {} cannot be deleted: {}", name, root, e.toString());
    }
  }

  /** The names of its files, in order. */
  public List<String> names() {
    try {
      return root == null ? List.of() : root.names();
    } catch (IOException e) {
      log.debug("{} cannot be listed: {}", root, e.toString());
      return List.of();
    }
  }
}
