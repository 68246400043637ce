/** Reads a space's log page by page, and says what of it is asked for. */
@NullMarked
package io.spaces.client.internal.history;

import org.jspecify.annotations.NullMarked;
