package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who acts: a wallet, for itself or for an app that delegated to it. */
final class ActorOptions {
  @Mixin private SecretKeyOptions secretKey;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--delegation",
      paramLabel = "REF",
      description = {
        "Lets the wallet act for the app that issued it.",
        "Where it is, file:PATH or env:NAME, or the token",
        "itself, which others can see among the processes."
      })
  private @Nullable String delegation;

  private @Nullable Wallet wallet;

  /** The wallet that signs. */
  Wallet wallet() {
    if (wallet == null) {
      wallet = secretKey.wallet();
    }
    return wallet;
  }

  /** The token, looked up now; null when there is none. */
  @Nullable String delegation() {
    SecretRef reference = delegationReference();
    try {
      return reference == null ? delegation : SecretResolver.standard().resolve(reference);
    } catch (InvalidParameterException e) {
      throw new ParameterException(
          command.commandLine(), "--delegation " + reference + ": the " + e.getMessage() + ".");
    }
  }

  /** Where the token is; null when it was given itself, or there is none. */
  @Nullable SecretRef delegationReference() {
    return delegation != null && (delegation.startsWith("file:") || delegation.startsWith("env:"))
        ? SecretRef.parse(delegation)
        : null;
  }

  /** The app on whose behalf the wallet acts: the one that delegated to it, or itself. */
  Did app() {
    String token = delegation();
    return token == null ? wallet().did() : Delegation.parse(token).from();
  }
}
