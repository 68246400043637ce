/** What runs the server. */
@NullMarked
package io.spaces.client.testkit.internal;

import org.jspecify.annotations.NullMarked;
