/** Objects on the wire: their keys, lists and bodies, and what counts as a yes. */
@NullMarked
package io.spaces.client.internal.protocol.object;

import org.jspecify.annotations.NullMarked;
