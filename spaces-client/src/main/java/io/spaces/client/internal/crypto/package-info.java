/** The curves and hashes that DIDs are made of, and hashes with keys; knows bytes only. */
@NullMarked
package io.spaces.client.internal.crypto;

import org.jspecify.annotations.NullMarked;
