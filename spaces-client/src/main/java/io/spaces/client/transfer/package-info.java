/** What a backup and a restore have in common: a task, its progress, how it ended, what failed. */
@NullMarked
package io.spaces.client.transfer;

import org.jspecify.annotations.NullMarked;
