/** Runs programs whose output is content: dumps of databases, and whatever a user names. */
@NullMarked
package io.spaces.client.internal.program;

import org.jspecify.annotations.NullMarked;
