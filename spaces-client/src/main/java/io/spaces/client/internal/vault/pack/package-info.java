/** Packs: contents cut into blobs, put together, read back and checked. */
@NullMarked
package io.spaces.client.internal.vault.pack;

import org.jspecify.annotations.NullMarked;
