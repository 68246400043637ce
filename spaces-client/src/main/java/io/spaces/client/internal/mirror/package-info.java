/** Layout 1, the mirror: each file is an object at its own path. */
@NullMarked
package io.spaces.client.internal.mirror;

import org.jspecify.annotations.NullMarked;
