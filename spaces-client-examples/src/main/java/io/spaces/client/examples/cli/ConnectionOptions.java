package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Delegation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which space, and as whom: options of every command that talks to a space. */
final class ConnectionOptions {
  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = {"The app's area in a space:", "https://HOST/api/space/z.../app/z.../"})
  private String endpoint;

  @Mixin private ActorOptions actor;

  String endpoint() {
    return endpoint;
  }

  /** As whom. */
  ActorOptions actor() {
    return actor;
  }

  /** Opens a client; sends nothing yet. */
  SpaceClient open() {
    SpaceClient.Builder builder = SpaceClient.builder().endpoint(endpoint).wallet(actor.wallet());
    String delegation = actor.delegation();
    if (delegation != null) {
      builder.delegation(Delegation.parse(delegation));
    }
    return builder.build();
  }
}
