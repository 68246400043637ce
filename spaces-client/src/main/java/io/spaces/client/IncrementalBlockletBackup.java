package io.spaces.client;

import io.spaces.client.internal.run.Client;

/**
 * An incremental backup of a blocklet, to run or start. Reads only files that may have changed
 * since the last run here, by a cache of what was seen, and sends those whose content the space
 * does not have yet. Objects are stored below {@code .did-objects/<appPid>/}, from where a restore
 * reads them.
 *
 * @since 0.1.0
 */
public final class IncrementalBlockletBackup extends BackupBuilder<IncrementalBlockletBackup> {
  IncrementalBlockletBackup(Client client, Connection connection) {
    super(client, connection);
  }

  @Override
  IncrementalBlockletBackup self() {
    return this;
  }

  @Override
  boolean incremental() {
    return true;
  }
}
