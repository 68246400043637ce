/** A snapshot as a read-only file system. */
@NullMarked
package io.spaces.client.internal.vault.view;

import org.jspecify.annotations.NullMarked;
