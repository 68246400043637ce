/**
 * The benchmark behind {@code spaces bench}: whole backup processes against a server in a process
 * of its own that discards content, and in the same run the floors, which do the least that such a
 * backup must do.
 */
@NullMarked
package io.spaces.client.examples.bench;

import org.jspecify.annotations.NullMarked;
