/** Backing a source up into a vault: the source becomes a snapshot. */
@NullMarked
package io.spaces.client.internal.vault.backup;

import org.jspecify.annotations.NullMarked;
