package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the wallet's secret key comes from. It is never printed, nor part of a message. */
final class SecretKeyOptions {
  private static final String VARIABLE = "SPACES_SECRET_KEY";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup private @Nullable Origin origin;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "ED25519",
      description = "Type of the key: ed25519 (default), secp256k1 or ethereum.")
  private KeyType keyType = KeyType.ED25519;

  /** One of the two; neither: the environment. */
  static final class Origin {
    @Option(
        names = "--secret-key",
        paramLabel = "HEX",
        description =
            "The wallet's secret key. Other users of this machine can see it among the processes:"
                + " prefer --secret-key-file, or the variable SPACES_SECRET_KEY.")
    @Nullable String text;

    @Option(
        names = "--secret-key-file",
        paramLabel = "FILE",
        description = "A file with the wallet's secret key in hex.")
    @Nullable Path file;
  }

  Wallet wallet() {
    return wallet(System.getenv());
  }

  Wallet wallet(Map<String, String> environment) {
    if (origin != null && origin.text != null) {
      return wallet("--secret-key", origin.text);
    }
    if (origin != null && origin.file != null) {
      char[] hex = new SecretFiles(command).line("--secret-key-file", origin.file);
      return wallet("--secret-key-file " + origin.file + ": the key", new String(hex));
    }
    String variable = environment.get(VARIABLE);
    if (variable == null || variable.isBlank()) {
      throw mistake(
          "The wallet's secret key is missing; give --secret-key-file, --secret-key or the"
              + " environment variable "
              + VARIABLE
              + ".");
    }
    return wallet("The environment variable " + VARIABLE, variable);
  }

  private Wallet wallet(String origin, String hex) {
    try {
      return Wallet.fromSecretKey(hex.strip(), keyType, DidRole.ACCOUNT);
    } catch (InvalidParameterException e) {
      throw mistake(
          origin + String.valueOf(e.getMessage()).substring(e.parameter().length()) + ".");
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
