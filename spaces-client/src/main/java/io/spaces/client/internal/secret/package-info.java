/** Secrets as text: what can be none, and how to speak of one without telling it. */
@NullMarked
package io.spaces.client.internal.secret;

import org.jspecify.annotations.NullMarked;
