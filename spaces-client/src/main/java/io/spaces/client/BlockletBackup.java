package io.spaces.client;

import io.spaces.client.internal.run.Client;

/**
 * A full backup of a blocklet, to run or start. Reads every file, and sends those whose content the
 * space does not have yet. Objects are stored below {@code .did-objects/<appDid>/}.
 *
 * @since 0.1.0
 */
public final class BlockletBackup extends BackupBuilder<BlockletBackup> {
  BlockletBackup(Client client, Connection connection) {
    super(client, connection);
  }

  @Override
  BlockletBackup self() {
    return this;
  }

  @Override
  boolean incremental() {
    return false;
  }
}
