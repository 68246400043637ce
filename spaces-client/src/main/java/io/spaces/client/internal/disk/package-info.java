/**
 * Files of the library's own on this machine: temporary ones that nobody else reads, and what is
 * remembered from run to run.
 */
@NullMarked
package io.spaces.client.internal.disk;

import org.jspecify.annotations.NullMarked;
