package io.spaces.client.internal.run;

import io.spaces.client.internal.http.RetryAllowance;
import io.spaces.client.internal.protocol.SpaceApi;

/**
 * A run's connection to its space.
 *
 * @param api for the work; stops when the run is cancelled
 * @param allowance what the work may spend on retries
 * @param openingApi for the run's record: a request under way is let finish when the run is
 *     cancelled, since only the answer tells which record to close
 * @param closingApi for what has to be said even after that
 */
record Session(SpaceApi api, RetryAllowance allowance, SpaceApi openingApi, SpaceApi closingApi) {}
