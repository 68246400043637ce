package io.spaces.client.examples.cli;

import io.spaces.client.backup.Encryption;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a vault is encrypted with. It comes from a file: a command line is no place for secrets. */
final class KeyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup private @Nullable Origin origin;

  private PassphraseOptions strength = new PassphraseOptions();
  private @Nullable Encryption encryption;

  /** One of them; none: not encrypted. */
  static final class Origin {
    @Option(
        names = "--key-file",
        paramLabel = "FILE",
        description = "A file with the key that encrypts the vault: 64 hexadecimal digits.")
    @Nullable Path key;

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "A file with the passphrase, one line, that encrypts the vault.")
    @Nullable Path passphrase;

    @Option(
        names = "--recovery-key-file",
        paramLabel = "FILE",
        description = "A file with the private half of a recovery key that the vault has.")
    @Nullable Path recovery;
  }

  /** Says how good it has to be where it is to open a new vault; to be called before it is read. */
  KeyOptions forNew(PassphraseOptions options) {
    strength = options;
    return this;
  }

  /** The key or passphrase, read once, or null when there is none. */
  @Nullable Encryption encryption() {
    if (encryption == null && origin != null) {
      SecretFiles files = new SecretFiles(command);
      if (origin.key != null) {
        encryption = files.key("--key-file", origin.key);
      } else if (origin.passphrase != null) {
        encryption = strength.of(files.passphrase("--passphrase-file", origin.passphrase));
      } else if (origin.recovery != null) {
        encryption = files.recovery("--recovery-key-file", origin.recovery);
      }
    }
    return encryption;
  }

  /** Where the key or passphrase is, for a plan; null when there is none. */
  @Nullable PlanEncryption reference() {
    if (origin == null) {
      return null;
    }
    if (origin.key != null) {
      return PlanEncryption.key(SecretRef.file(origin.key.toAbsolutePath()));
    }
    if (origin.recovery != null) {
      throw new ParameterException(
          command.commandLine(),
          "--recovery-key-file is for getting data back; expected --key-file or"
              + " --passphrase-file.");
    }
    return origin.passphrase == null
        ? null
        : new PlanEncryption(
            PlanEncryption.Kind.PASSPHRASE,
            SecretRef.file(origin.passphrase.toAbsolutePath()),
            strength.isShortAllowed(),
            strength.scrypt(),
            null);
  }

  /** Overwrites what was read; to be called when the client is closed. */
  void destroy() {
    if (encryption != null) {
      encryption.destroy();
    }
  }
}
