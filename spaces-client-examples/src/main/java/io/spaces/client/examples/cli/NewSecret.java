package io.spaces.client.examples.cli;

import static java.util.Objects.requireNonNull;

import io.spaces.client.backup.Encryption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A key or a passphrase that a vault is to open with; one of the two. */
class NewSecret {
  @Option(
      names = "--new-key-file",
      paramLabel = "FILE",
      description = "A file with the new key: 64 hexadecimal digits.")
  private @Nullable Path key;

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "A file with the new passphrase, one line.")
  private @Nullable Path passphrase;

  final Encryption read(CommandSpec command, PassphraseOptions strength) {
    SecretFiles files = new SecretFiles(command);
    return key != null
        ? files.key("--new-key-file", key)
        : strength.of(files.passphrase("--new-passphrase-file", requireNonNull(passphrase)));
  }
}
