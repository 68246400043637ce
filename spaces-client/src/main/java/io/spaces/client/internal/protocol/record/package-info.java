/** Records on the wire: what a space tells of backups and restores. */
@NullMarked
package io.spaces.client.internal.protocol.record;

import org.jspecify.annotations.NullMarked;
