/** What becomes of an entry that is restored, and of what is there beside it. */
@NullMarked
package io.spaces.client.internal.restore.entry;

import org.jspecify.annotations.NullMarked;
