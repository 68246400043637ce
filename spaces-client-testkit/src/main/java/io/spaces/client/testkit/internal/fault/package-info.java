/** What faults do to the requests they strike. */
@NullMarked
package io.spaces.client.testkit.internal.fault;

import org.jspecify.annotations.NullMarked;
