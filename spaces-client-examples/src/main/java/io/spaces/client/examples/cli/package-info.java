/** The command-line program {@code spaces}: a thin skin over the library, one class a command. */
@NullMarked
package io.spaces.client.examples.cli;

import org.jspecify.annotations.NullMarked;
