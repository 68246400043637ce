package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.transfer.Warning;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which packs verifications with a budget have read and found sound, and when, since they last had
 * read all: kept in local state, so that the next one goes on. Safe for use by several threads.
 */
final class ReadBefore {
  private static final String FILE = "read-packs";

  /** A pack's id, and the second in which it was read. */
  private static final int RECORD = ObjectNames.ID_LENGTH + Long.BYTES;

  /** So many packs, about a GiB, are read again when a verification is killed. */
  private static final int EVERY = 64;

  private final LocalState state;
  private final Map<String, Long> read = new HashMap<>();
  private int unsaved;

  ReadBefore(LocalState state) {
    this.state = state;
    if (!state.isKept()) {
      state
          .warnings()
          .tell(
              new Warning(
                  Warning.Code.MEMORY_LOST,
                  "No state directory is there to keep what a verification with a budget has read:"
                      + " the next one reads the same again"));
    }
    ByteBuffer bytes = ByteBuffer.wrap(state.recall(FILE).orElse(new byte[0]));
    while (bytes.remaining() >= RECORD) {
      byte[] id = new byte[ObjectNames.ID_LENGTH];
      bytes.get(id);
      read.put(ObjectNames.pack(id), bytes.getLong());
    }
  }

  /** When a pack was read; null when it was not. */
  synchronized @Nullable Instant when(String key) {
    Long second = read.get(key);
    return second == null ? null : Instant.ofEpochSecond(second);
  }

  synchronized void note(String key, Instant now) {
    read.put(key, now.getEpochSecond());
    if (++unsaved == EVERY) {
      save();
    }
  }

  /** Forgets packs that are to be read anew the next time. */
  synchronized void forget(Collection<String> keys) {
    read.keySet().removeAll(keys);
  }

  /** Forgets packs that are gone. */
  synchronized void retain(Collection<String> keys) {
    read.keySet().retainAll(keys);
  }

  /** Keeps what is noted, even in a thread that is interrupted. */
  synchronized void save() {
    boolean interrupted = Thread.interrupted();
    ByteBuffer bytes = ByteBuffer.allocate(read.size() * RECORD);
    read.forEach((key, second) -> bytes.put(id(key)).putLong(second));
    state.keep(FILE, bytes.array());
    unsaved = 0;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] id(String key) {
    byte[] id = ObjectNames.packId(key);
    if (id == null) {
      throw new IllegalStateException(key + " is no pack");
    }
    return id;
  }
}
