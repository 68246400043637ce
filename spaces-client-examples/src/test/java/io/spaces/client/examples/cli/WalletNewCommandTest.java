package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalletNewCommandTest {
  @ParameterizedTest
  @EnumSource(names = {"ED25519", "SECP256K1", "ETHEREUM"})
  void printsAWalletThatItsSecretKeyMakesAgain(KeyType type) {
    Run run = Run.spaces("wallet", "new", "--json", "--type", type.name().toLowerCase(Locale.ROOT));

    JsonNode json = run.json();
    Wallet again = Wallet.fromSecretKey(json.path("secretKey").asText(), type, DidRole.ACCOUNT);
    assertThat(json.path("address").asText()).isEqualTo(again.address());
    assertThat(json.path("did").asText()).isEqualTo("did:abt:" + again.address());
    assertThat(json.path("publicKey").asText()).isEqualTo(again.publicKey());
    assertThat(json.path("type").asText()).isEqualToIgnoringCase(type.name());
  }

  @Test
  void printsForPeople() {
    Run run = Run.spaces("wallet", "new");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("address     z1", "secret key  0x");
  }

  @Test
  void putsTheSecretKeyIntoAPrivateFileInstead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("key");

    Run run = Run.spaces("wallet", "new", "--json", "--secret-key-file", file.toString());
    Run again = Run.spaces("wallet", "new", "--secret-key-file", file.toString());

    String key = Files.readString(file).strip();
    assertThat(Wallet.fromSecretKey(key).address()).isEqualTo(run.json().path("address").asText());
    assertThat(run.out()).doesNotContain(key);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("--secret-key-file");
  }
}
