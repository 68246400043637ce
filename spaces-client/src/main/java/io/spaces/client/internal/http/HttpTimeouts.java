package io.spaces.client.internal.http;

import java.time.Duration;

/**
 * How long to wait for the other side. Each is a time without any progress, not one for a whole
 * request: a large body may take as long as it takes.
 *
 * @param connect for a connection to be made
 * @param read for the next bytes to arrive; after a large body, which may still be on its way, as
 *     long again for each 512 KiB of it, up to 4 MiB
 * @param write for the next bytes to be taken
 */
public record HttpTimeouts(Duration connect, Duration read, Duration write) {
  /** 10 seconds to connect, 60 to read or write. */
  public static final HttpTimeouts DEFAULTS =
      new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
}
