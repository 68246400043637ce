/** What to back up and how, and what became of it. */
@NullMarked
package io.spaces.client.backup;

import org.jspecify.annotations.NullMarked;
