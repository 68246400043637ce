/** Parameters that are checked where they are given. */
@NullMarked
package io.spaces.client.internal.check;

import org.jspecify.annotations.NullMarked;
