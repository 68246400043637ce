/**
 * The official software as a peer: its client on our space, our client on its server's core, and
 * each on what the other wrote. Runs with {@code mvn verify -Pinterop} where Node.js is installed.
 */
@NullMarked
package io.spaces.client.testkit.interop;

import org.jspecify.annotations.NullMarked;
