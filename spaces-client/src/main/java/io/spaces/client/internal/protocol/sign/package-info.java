/** How requests are signed, and how a space checks that. */
@NullMarked
package io.spaces.client.internal.protocol.sign;

import org.jspecify.annotations.NullMarked;
