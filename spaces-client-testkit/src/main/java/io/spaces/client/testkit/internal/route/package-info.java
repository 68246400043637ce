/** The routes of a space, one small class a group. */
@NullMarked
package io.spaces.client.testkit.internal.route;

import org.jspecify.annotations.NullMarked;
