/** The bytes of a vault: how each kind of object is written and read. */
@NullMarked
package io.spaces.client.internal.vault.format;

import org.jspecify.annotations.NullMarked;
