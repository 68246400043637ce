package io.spaces.client.restore;

import io.spaces.client.transfer.TransferTask;

/**
 * A verification of a mirror that is under way. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface MirrorVerificationTask extends TransferTask<MirrorVerificationResult> {}
