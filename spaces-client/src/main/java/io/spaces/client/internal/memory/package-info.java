/** How much of what the process has, memory and descriptors, the library takes. */
@NullMarked
package io.spaces.client.internal.memory;

import org.jspecify.annotations.NullMarked;
