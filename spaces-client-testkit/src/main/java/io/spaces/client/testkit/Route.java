package io.spaces.client.testkit;

/** What a request asks of a space, whatever its method. */
public enum Route {
  /** {@code endpoint?useServiceUrl=true}: where to send backups. */
  ENDPOINT,
  /** The endpoint itself, asked by {@code HEAD}: whether the space is there and has room. */
  STATUS,
  /** {@code backup}: the record of a backup. */
  BACKUP,
  /** {@code restore}: the record of a restore. */
  RESTORE,
  /** {@code lists/…}: all objects below a folder. */
  LISTS,
  /** {@code list/…}: one object's description. */
  LIST,
  /** {@code object/…}: one object's bytes. */
  OBJECT,
  /** {@code audit-log}: the record of a synchronisation. */
  AUDIT_LOG,
  /** {@code audit-log/list}: the history. */
  AUDIT_LOGS,
  /** {@code /__blocklet__.js}: where on this host the space is mounted. */
  DISCOVERY,
  /** Anything else. */
  UNKNOWN
}
