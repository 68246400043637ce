/** The mechanics of one transfer: its counts, its events, its worker threads. */
@NullMarked
package io.spaces.client.internal.transfer;

import org.jspecify.annotations.NullMarked;
