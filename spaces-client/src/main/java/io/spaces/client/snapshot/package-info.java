/** Snapshots: what a vault keeps of each backup, and for how long. */
@NullMarked
package io.spaces.client.snapshot;

import org.jspecify.annotations.NullMarked;
