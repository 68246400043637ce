/** The signed token: three base64url parts that say who asks for what, and until when. */
@NullMarked
package io.spaces.client.internal.token;

import org.jspecify.annotations.NullMarked;
