/** The user's files: finds them, reads them so that what was hashed is what is sent. */
@NullMarked
package io.spaces.client.internal.source;

import org.jspecify.annotations.NullMarked;
