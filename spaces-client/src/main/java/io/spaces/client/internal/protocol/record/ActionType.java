package io.spaces.client.internal.protocol.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What kind of action a record in the audit log is about. */
public enum ActionType {
  /** A backup. */
  APP_BACKUP,
  /** A restore. */
  APP_RESTORE,
  /** A synchronisation of objects. */
  APP_OBJECTS_SYNC,
  /** An app was connected to the space. */
  APP_CONNECTED,
  /** An app was disconnected from the space. */
  APP_DISCONNECTED;

  /** The word on the wire, such as {@code app-backup}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the word on the wire; null when it is none of them. */
  public static @Nullable ActionType fromWire(String word) {
    for (ActionType type : values()) {
      if (type.wire().equals(word)) {
        return type;
      }
    }
    return null;
  }
}
