/** What the library is built on, and what an application is told that lacks some of it. */
@NullMarked
package io.spaces.client.internal.library;

import org.jspecify.annotations.NullMarked;
