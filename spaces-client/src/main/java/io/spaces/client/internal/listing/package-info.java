/** Looks through a source: what it holds, what cannot be read, which of its parts overlap. */
@NullMarked
package io.spaces.client.internal.listing;

import org.jspecify.annotations.NullMarked;
