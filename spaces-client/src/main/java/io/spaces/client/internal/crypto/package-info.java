/** The curves and hashes that DIDs are made of; knows bytes only. */
@NullMarked
package io.spaces.client.internal.crypto;

import org.jspecify.annotations.NullMarked;
