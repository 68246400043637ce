package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which space, and as whom: options of every command that talks to a space. */
final class ConnectionOptions {
  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "The app's area in a space: https://HOST/api/space/z.../app/z.../")
  private String endpoint;

  @Mixin private SecretKeyOptions secretKey;

  @Option(
      names = "--delegation",
      paramLabel = "TOKEN",
      description = "Lets the wallet act for the app that issued it.")
  private @Nullable String delegation;

  private @Nullable Wallet wallet;

  String endpoint() {
    return endpoint;
  }

  /** The wallet that signs. */
  Wallet wallet() {
    if (wallet == null) {
      wallet = secretKey.wallet();
    }
    return wallet;
  }

  /** The app on whose behalf the wallet acts: the one that delegated to it, or itself. */
  Did app() {
    return delegation == null ? wallet().did() : Delegation.parse(delegation).from();
  }

  /** Opens a client; sends nothing yet. */
  SpaceClient open() {
    SpaceClient.Builder builder = SpaceClient.builder().endpoint(endpoint).wallet(wallet());
    if (delegation != null) {
      builder.delegation(Delegation.parse(delegation));
    }
    return builder.build();
  }
}
