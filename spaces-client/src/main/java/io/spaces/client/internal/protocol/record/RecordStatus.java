package io.spaces.client.internal.protocol.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a space keeps as the state of a backup, a restore or a synchronisation. */
public enum RecordStatus {
  /** Opened, and nothing more said. */
  DEFAULT,
  /** Under way. */
  PENDING,
  /** Ended well. */
  SUCCEEDED,
  /** Ended badly. */
  FAILED;

  /** The word on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word on the wire; null when it is none of them. */
  public static @Nullable RecordStatus fromWire(String word) {
    for (RecordStatus status : values()) {
      if (status.wire().equals(word)) {
        return status;
      }
    }
    return null;
  }

  /** Whether the outcome is still open. */
  public boolean isOpen() {
    return this == DEFAULT || this == PENDING;
  }
}
