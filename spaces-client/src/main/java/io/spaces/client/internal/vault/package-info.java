/** Layout 2: compressed, encrypted, deduplicated, versioned backups in packs. */
@NullMarked
package io.spaces.client.internal.vault;

import org.jspecify.annotations.NullMarked;
