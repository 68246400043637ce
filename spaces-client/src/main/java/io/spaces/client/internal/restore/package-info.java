/**
 * Writes restored files so that nothing outside the target folder changes, whatever the server
 * names them and whoever plants links meanwhile.
 */
@NullMarked
package io.spaces.client.internal.restore;

import org.jspecify.annotations.NullMarked;
