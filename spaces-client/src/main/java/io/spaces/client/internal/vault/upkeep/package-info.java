/** Prunes, verifies and repairs vaults. */
@NullMarked
package io.spaces.client.internal.vault.upkeep;

import org.jspecify.annotations.NullMarked;
