/** What happened in a space: backups, restores and syncs, as its log and its snapshots tell. */
@NullMarked
package io.spaces.client.history;

import org.jspecify.annotations.NullMarked;
