/** Gets a mirror back. */
@NullMarked
package io.spaces.client.internal.mirror.restore;

import org.jspecify.annotations.NullMarked;
