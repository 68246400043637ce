/** Much in little memory: arenas of bytes and numbers, and short hashes of keys. */
@NullMarked
package io.spaces.client.internal.compact;

import org.jspecify.annotations.NullMarked;
