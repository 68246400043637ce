/** Tests of the test kit itself, over plain HTTP. */
@NullMarked
package io.spaces.client.testkit;

import org.jspecify.annotations.NullMarked;
