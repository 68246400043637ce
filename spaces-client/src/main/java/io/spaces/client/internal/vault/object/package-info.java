/** A vault's objects in the space, sealed and opened; its keys; what a machine remembers of it. */
@NullMarked
package io.spaces.client.internal.vault.object;

import org.jspecify.annotations.NullMarked;
