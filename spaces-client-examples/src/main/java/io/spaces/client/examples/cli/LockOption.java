package io.spaces.client.examples.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to wait for other clients of a vault. */
final class LockOption {
  @Option(
      names = "--lock-wait",
      paramLabel = "TIME",
      converter = GraceConverter.class,
      description = "How long to wait for other clients of the vault: 0, 30s, 5m. Default: 1m.")
  private @Nullable Duration time;

  /** The time that was given, or null. */
  @Nullable Duration time() {
    return time;
  }
}
