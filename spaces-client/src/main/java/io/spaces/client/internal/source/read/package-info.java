/** Reads files and streams so that what was hashed is what is sent. */
@NullMarked
package io.spaces.client.internal.source.read;

import org.jspecify.annotations.NullMarked;
