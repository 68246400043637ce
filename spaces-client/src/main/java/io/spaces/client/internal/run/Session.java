package io.spaces.client.internal.run;

import io.spaces.client.internal.protocol.SpaceApi;

/**
 * A run's connection to its space.
 *
 * @param api for the work; stops when the run is cancelled
 * @param closingApi for what has to be said after that, too
 */
record Session(SpaceApi api, SpaceApi closingApi) {}
