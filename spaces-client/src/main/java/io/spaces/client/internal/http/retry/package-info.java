/** When to ask again, and how fast to ask at all. */
@NullMarked
package io.spaces.client.internal.http.retry;

import org.jspecify.annotations.NullMarked;
