/** Remembers from run to run which files have not changed. */
@NullMarked
package io.spaces.client.internal.source.cache;

import org.jspecify.annotations.NullMarked;
