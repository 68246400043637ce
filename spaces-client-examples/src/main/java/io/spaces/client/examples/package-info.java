/** What the command-line program, the benchmark and the recipes share. */
@NullMarked
package io.spaces.client.examples;

import org.jspecify.annotations.NullMarked;
