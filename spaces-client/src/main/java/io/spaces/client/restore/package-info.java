/** Getting data back: what to restore, where to, and how it ended. */
@NullMarked
package io.spaces.client.restore;

import org.jspecify.annotations.NullMarked;
