package io.spaces.client.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose data it is. */
final class DidOptions {
  @Option(
      names = "--app-did",
      paramLabel = "DID",
      description = "The app. Default: the one that delegated, or the wallet's.")
  private @Nullable String appDid;

  @Option(
      names = "--app-pid",
      paramLabel = "DID",
      description = "The app's permanent DID. Default: the same as --app-did.")
  private @Nullable String appPid;

  @Option(
      names = "--user-did",
      paramLabel = "DID",
      description = "The user. Default: the wallet's.")
  private @Nullable String userDid;

  @Option(
      names = "--server-did",
      paramLabel = "DID",
      description = "The server the app runs on. Default: the wallet's.")
  private @Nullable String serverDid;

  @Option(
      names = "--signer-did",
      paramLabel = "DID",
      description = "Who signs for the app. Default: the wallet's.")
  private @Nullable String signerDid;

  String appDid(ActorOptions actor) {
    return appDid == null ? actor.app().address() : appDid;
  }

  String appPid(ActorOptions actor) {
    return appPid == null ? appDid(actor) : appPid;
  }

  String userDid(ActorOptions actor) {
    return userDid == null ? actor.wallet().address() : userDid;
  }

  /** Empty for the default. */
  String serverDid() {
    return serverDid == null ? "" : serverDid;
  }

  /** Empty for the default. */
  String signerDid() {
    return signerDid == null ? "" : signerDid;
  }
}
