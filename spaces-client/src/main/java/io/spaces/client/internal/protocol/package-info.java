/** The wire protocol of a space: its routes and records, and how requests are signed. */
@NullMarked
package io.spaces.client.internal.protocol;

import org.jspecify.annotations.NullMarked;
