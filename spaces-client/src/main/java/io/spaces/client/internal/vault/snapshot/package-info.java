/** Snapshots: their lists, their entries, and how one follows another. */
@NullMarked
package io.spaces.client.internal.vault.snapshot;

import org.jspecify.annotations.NullMarked;
