package io.spaces.client.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which vault is to be there. */
final class AcceptVaultOption {
  @Option(
      names = "--accept-vault",
      paramLabel = "ID",
      description =
          "Accept the vault of this id, also where this machine has seen another one, or where it"
              + " belongs to another place; any other, or none, is refused. Once is enough.")
  private @Nullable String id;

  /** The id that was given, or null. */
  @Nullable String id() {
    return id;
  }
}
