/**
 * Bad days on purpose: which requests of a {@link io.spaces.client.testkit.SpaceServer} shall meet
 * with what.
 *
 * <pre>{@code
 * import static io.spaces.client.testkit.faults.Fault.bytes;
 * import static io.spaces.client.testkit.faults.Requests.put;
 *
 * server.faults().on(put().matching("**.bin")).nth(2).cutAfter(bytes(1000));
 * }</pre>
 */
@NullMarked
package io.spaces.client.testkit.faults;

import org.jspecify.annotations.NullMarked;
