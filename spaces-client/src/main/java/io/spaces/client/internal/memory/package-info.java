/** How much of the heap the library takes. */
@NullMarked
package io.spaces.client.internal.memory;

import org.jspecify.annotations.NullMarked;
