package io.spaces.client.history;

/**
 * What a {@link HistoryRecord} is about.
 *
 * @since 0.1.0
 */
public enum HistoryKind {
  /** A backup. */
  BACKUP,
  /** A restore. */
  RESTORE,
  /** A synchronisation of objects. */
  SYNC,
  /** The app was connected to the space. */
  CONNECTED,
  /** The app was disconnected from the space. */
  DISCONNECTED,
  /** A snapshot in the vault of which the space has no record of a backup. */
  SNAPSHOT,
  /** Something that this library does not know. */
  OTHER
}
