/** Gets a snapshot of a vault back into a folder. */
@NullMarked
package io.spaces.client.internal.vault.restore;

import org.jspecify.annotations.NullMarked;
