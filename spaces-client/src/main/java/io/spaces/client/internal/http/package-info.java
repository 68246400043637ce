/** How requests travel: OkHttp and retries live here and nowhere else. */
@NullMarked
package io.spaces.client.internal.http;

import org.jspecify.annotations.NullMarked;
