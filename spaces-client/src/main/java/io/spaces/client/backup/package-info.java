/** What a backup reads, how it reports, and how it ended. */
@NullMarked
package io.spaces.client.backup;

import org.jspecify.annotations.NullMarked;
