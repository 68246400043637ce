/** JSON, times and names as they are written on the wire. */
@NullMarked
package io.spaces.client.internal.protocol.wire;

import org.jspecify.annotations.NullMarked;
