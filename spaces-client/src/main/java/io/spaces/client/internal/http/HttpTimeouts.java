package io.spaces.client.internal.http;

import java.time.Duration;

/**
 * How long to wait for the other side. Each is a time without any progress, not one for a whole
 * request: a large body may take as long as it takes, as long as it comes along.
 *
 * @param connect for a connection to be made
 * @param read for the next bytes to arrive; after a large body, which may still be on its way, as
 *     long again for each 512 KiB of it, up to 4 MiB
 * @param write for the next bytes to be taken
 * @param lowestRate how many bytes a second a connection has to take or give at the least, on
 *     average over as long as it may give none, 30 seconds at the most; 0 for no limit
 */
public record HttpTimeouts(Duration connect, Duration read, Duration write, long lowestRate) {
  /** The lowest rate by default: eight connections on a line of 20 kB/s are faster. */
  public static final long LOWEST_RATE = 1024;

  /** 10 seconds to connect, 60 to read or write. */
  public static final HttpTimeouts DEFAULTS =
      new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /**
   * Times with the lowest rate that is the default.
   *
   * @param connect for a connection to be made
   * @param read for the next bytes to arrive
   * @param write for the next bytes to be taken
   */
  public HttpTimeouts(Duration connect, Duration read, Duration write) {
    this(connect, read, write, LOWEST_RATE);
  }
}
