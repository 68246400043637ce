package io.spaces.client.examples.cli;

import io.spaces.client.examples.console.AdminToken;
import io.spaces.client.examples.console.JwtVerifier;
import io.spaces.client.examples.console.TokenVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who may use the console. */
final class ConsoleTokenOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup private @Nullable Origin origin;

  /** One of the three; none: a token that is made and printed. */
  static final class Origin {
    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description =
            "A file with the token that the page asks for; one that does not exist is written."
                + " Default: a new token, which is printed.")
    @Nullable Path token;

    @Option(
        names = "--jwt-secret-file",
        paramLabel = "FILE",
        description =
            "Take JSON Web Tokens (HS256, role admin, with an expiry) instead: a file with their"
                + " secret, 32 characters or more.")
    @Nullable Path secret;

    @Option(
        names = "--jwt-public-key-file",
        paramLabel = "FILE",
        description = "The same for tokens signed with Ed25519: a file with the public key in PEM.")
    @Nullable Path publicKey;
  }

  /**
   * What was chosen.
   *
   * @param told what to print of it
   */
  record Chosen(TokenVerifier verifier, String told) {}

  Chosen choose() throws IOException {
    if (origin == null) {
      String token = AdminToken.generate();
      return new Chosen(AdminToken.of(token), token);
    }
    if (origin.secret != null) {
      byte[] secret = line("--jwt-secret-file", origin.secret).getBytes(StandardCharsets.UTF_8);
      try {
        return new Chosen(
            JwtVerifier.hs256(secret, Clock.systemUTC()), "a JSON Web Token of yours (HS256)");
      } catch (IllegalArgumentException e) {
        throw mistake("--jwt-secret-file " + origin.secret + ": " + e.getMessage() + ".");
      }
    }
    if (origin.publicKey != null) {
      return new Chosen(
          JwtVerifier.ed25519(key(origin.publicKey), Clock.systemUTC()),
          "a JSON Web Token of yours (EdDSA)");
    }
    return fromFile(Objects.requireNonNull(origin.token));
  }

  private Chosen fromFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      PrivateFiles.create(file, AdminToken.generate() + "\n");
    }
    try {
      return new Chosen(AdminToken.of(line("--token-file", file)), "in the file " + file);
    } catch (IllegalArgumentException e) {
      throw mistake("--token-file " + file + ": " + e.getMessage() + ".");
    }
  }

  private String line(String option, Path file) {
    return new String(new SecretFiles(command).line(option, file)).strip();
  }

  private PublicKey key(Path file) {
    try {
      String text = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw mistake("--jwt-public-key-file " + file + " is not an Ed25519 public key in PEM.");
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
