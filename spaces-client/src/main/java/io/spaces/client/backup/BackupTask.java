package io.spaces.client.backup;

import io.spaces.client.transfer.TransferTask;

/**
 * A backup that is under way. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface BackupTask extends TransferTask<BackupResult> {}
