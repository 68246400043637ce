/** Snapshots as archives that any tool can read: tar, compressed by gzip. */
@NullMarked
package io.spaces.client.internal.vault.archive;

import org.jspecify.annotations.NullMarked;
