/** The library from end to end: its public API against the test kit's space. */
@NullMarked
package io.spaces.client.e2e;

import org.jspecify.annotations.NullMarked;
