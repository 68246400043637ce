package io.spaces.client.examples.cli;

import io.spaces.client.backup.Encryption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How good a passphrase has to be that is to open something new. */
final class PassphraseOptions {
  @Option(
      names = "--scrypt",
      paramLabel = "N,R,P",
      description = {
        "What stretching the passphrase of a new vault or key costs.",
        "Default: 131072,8,1 (128 MiB); never less than that of the vault's other passphrases."
      })
  private @Nullable String scrypt;

  @Option(
      names = "--allow-short-passphrase",
      description = "Let a passphrase of less than 12 characters open a new vault.")
  private boolean shortAllowed;

  @Nullable String scrypt() {
    return scrypt;
  }

  boolean isShortAllowed() {
    return shortAllowed;
  }

  /** Returns the same secret with what was asked for; what it was made of is destroyed. */
  Encryption of(Encryption plain) {
    Encryption encryption = plain;
    if (scrypt != null) {
      Encryption costly = encryption.scrypt(scrypt);
      encryption.destroy();
      encryption = costly;
    }
    if (shortAllowed) {
      Encryption lenient = encryption.allowShort();
      encryption.destroy();
      encryption = lenient;
    }
    return encryption;
  }
}
