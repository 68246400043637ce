package io.spaces.client.examples.cli;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.HashType;
import io.spaces.client.identity.KeyType;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs a space on this machine, for tries and tests: prints one line of JSON with its"
            + " endpoint, and goes on until stopped. Every wallet may use it.")
final class ServeCommand implements Callable<Integer> {
  /** The same each time, so that the endpoint of a space on disk stays what it was. */
  private static final Did APP =
      Did.of(DidRole.ACCOUNT, KeyType.ED25519, HashType.SHA3, new byte[32]);

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port to listen on. Default: any that is free.")
  private int port;

  @ArgGroup private @Nullable Storage storage;

  @Option(names = "--no-verify", description = "Check neither signatures nor hashes.")
  private boolean unverified;

  @Mixin private Output output;

  /** Where to keep what is sent; in memory unless told otherwise. */
  static final class Storage {
    @Option(names = "--root", paramLabel = "DIR", description = "Keep everything in this folder.")
    @Nullable Path root;

    @Option(names = "--memory", description = "Keep everything in memory (default).")
    boolean memory;

    @Option(names = "--discard", hidden = true, description = "Keep no content: for benchmarks.")
    boolean discard;
  }

  @Override
  public Integer call() {
    try (SpaceServer server = start()) {
      output.printJson(
          json -> {
            json.writeStringField("endpoint", server.endpoint());
            json.writeStringField("spaceDid", server.spaceDid().address());
            json.writeStringField("appDid", server.appDid().address());
            json.writeBooleanField("verify", !unverified);
          });
      CountDownLatch stopped = new CountDownLatch(1);
      return StopSignal.whileRunning(stopped::countDown, () -> serve(server, stopped));
    }
  }

  private SpaceServer start() {
    SpaceServerBuilder builder =
        SpaceServer.builder()
            .app(APP)
            .anyApp()
            .journal(0)
            .port(Mistakes.between(output, "--port", 0, 65_535, port))
            .verification(!unverified);
    if (storage != null && storage.root != null) {
      builder.disk(storage.root);
    } else if (storage != null && storage.discard) {
      builder.discarding();
    }
    try {
      return builder.start();
    } catch (IllegalStateException e) {
      throw output.mistake(e.getMessage() + "; expected a --root of its own.");
    }
  }

  /** To be stopped is how this ends well. */
  private static int serve(SpaceServer server, CountDownLatch stopped) {
    try {
      stopped.await();
      server.close();
      return ExitCode.SUCCEEDED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.CANCELLED;
    }
  }
}
