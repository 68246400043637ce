/** Cutting: where a long content is cut so that an edit moves only the cuts beside it. */
@NullMarked
package io.spaces.client.internal.content.chunk;

import org.jspecify.annotations.NullMarked;
