/** Finds the files below a folder. */
@NullMarked
package io.spaces.client.internal.source.walk;

import org.jspecify.annotations.NullMarked;
