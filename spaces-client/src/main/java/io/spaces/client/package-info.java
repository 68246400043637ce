/**
 * The client of a DID Space. Start at {@link io.spaces.client.SpaceClient}: it gives you backups,
 * restores and single objects, each a builder to fill in and run.
 */
@NullMarked
package io.spaces.client;

import org.jspecify.annotations.NullMarked;
