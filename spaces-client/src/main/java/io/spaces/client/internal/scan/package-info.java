/** Looking through a source: on a thread of its own, and what to do about what cannot be read. */
@NullMarked
package io.spaces.client.internal.scan;

import org.jspecify.annotations.NullMarked;
