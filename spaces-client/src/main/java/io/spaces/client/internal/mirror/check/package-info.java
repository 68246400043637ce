/** Reads what a space holds of a mirror, and compares. */
@NullMarked
package io.spaces.client.internal.mirror.check;

import org.jspecify.annotations.NullMarked;
