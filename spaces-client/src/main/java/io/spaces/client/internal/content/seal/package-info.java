/** Sealing: content that only its key opens, and only whole, in order and in its own place. */
@NullMarked
package io.spaces.client.internal.content.seal;

import org.jspecify.annotations.NullMarked;
