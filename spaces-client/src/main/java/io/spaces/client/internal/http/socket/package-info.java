/** The sockets below the requests, and how long they may say nothing. */
@NullMarked
package io.spaces.client.internal.http.socket;

import org.jspecify.annotations.NullMarked;
