package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces wallet new}. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes a new wallet and prints it, its secret key included.")
final class WalletNewCommand implements Callable<Integer> {
  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "ED25519",
      description = "Type of its key: ed25519 (default), secp256k1 or ethereum.")
  private KeyType type = KeyType.ED25519;

  @Option(
      names = "--secret-key-file",
      paramLabel = "FILE",
      description = "Write the secret key to this new file, for its owner only, instead.")
  private @Nullable Path file;

  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Wallet wallet = Wallet.random(type, DidRole.ACCOUNT);
    if (file != null) {
      save(wallet, file);
    }
    output.print(json -> write(wallet, json), out -> print(wallet, out));
    return ExitCode.SUCCEEDED;
  }

  private void save(Wallet wallet, Path file) throws IOException {
    try {
      PrivateFiles.create(file, wallet.exportSecretKey() + "\n");
    } catch (FileAlreadyExistsException e) {
      throw output.mistake("--secret-key-file " + file + " exists; expected a new file.");
    }
  }

  private void print(Wallet wallet, PrintWriter out) {
    out.println("type        " + typeName(wallet));
    out.println("address     " + wallet.address());
    out.println("did         " + wallet.did().toUri());
    out.println("public key  " + wallet.publicKey());
    out.println("secret key  " + (file == null ? wallet.exportSecretKey() : "in the file " + file));
  }

  private void write(Wallet wallet, JsonGenerator json) throws IOException {
    json.writeStringField("type", typeName(wallet));
    json.writeStringField("address", wallet.address());
    json.writeStringField("did", wallet.did().toUri());
    json.writeStringField("publicKey", wallet.publicKey());
    if (file == null) {
      json.writeStringField("secretKey", wallet.exportSecretKey());
    } else {
      json.writeStringField("secretKeyFile", file.toString());
    }
  }

  private static String typeName(Wallet wallet) {
    return wallet.keyType().name().toLowerCase(Locale.ROOT);
  }
}
