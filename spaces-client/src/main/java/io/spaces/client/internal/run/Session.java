package io.spaces.client.internal.run;

import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.protocol.SpaceApi;

/**
 * A run's connection to its space.
 *
 * @param api for the work; stops when the run is cancelled
 * @param allowance what the work may spend on retries
 * @param openingApi for what has to be closed again, a record or a lock: a request under way is let
 *     finish when the run is cancelled, since only its end tells what there is to close
 * @param notingApi for what is worth saying after that, and would not be missed
 * @param closingApi for what has to be said even after that
 * @param grace how long these three may go on
 */
record Session(
    SpaceApi api,
    RetryAllowance allowance,
    SpaceApi openingApi,
    SpaceApi notingApi,
    SpaceApi closingApi,
    Grace grace)
    implements AutoCloseable {
  @Override
  public void close() {
    grace.close();
  }
}
