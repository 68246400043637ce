/** Single objects of a space: their bytes on the way, the files they go into, lists of them. */
@NullMarked
package io.spaces.client.internal.object;

import org.jspecify.annotations.NullMarked;
