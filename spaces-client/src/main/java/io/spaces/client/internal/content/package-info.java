/** What content is: payloads that can be opened again, digests that name them. */
@NullMarked
package io.spaces.client.internal.content;

import org.jspecify.annotations.NullMarked;
