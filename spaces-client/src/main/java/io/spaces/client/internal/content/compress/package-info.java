/** Compression of single blobs: tried, and left out where it does not pay. */
@NullMarked
package io.spaces.client.internal.content.compress;

import org.jspecify.annotations.NullMarked;
