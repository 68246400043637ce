package io.spaces.client.examples.cli;

import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who acts: a wallet, for itself or for an app that delegated to it. */
final class ActorOptions {
  @Mixin private SecretKeyOptions secretKey;

  @Option(
      names = "--delegation",
      paramLabel = "TOKEN",
      description = "Lets the wallet act for the app that issued it.")
  private @Nullable String delegation;

  private @Nullable Wallet wallet;

  /** The wallet that signs. */
  Wallet wallet() {
    if (wallet == null) {
      wallet = secretKey.wallet();
    }
    return wallet;
  }

  /** The token, if there is one. */
  @Nullable String delegation() {
    return delegation;
  }

  /** The app on whose behalf the wallet acts: the one that delegated to it, or itself. */
  Did app() {
    return delegation == null ? wallet().did() : Delegation.parse(delegation).from();
  }
}
