package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleSecurityTest {
  @TempDir Path temporary;
  private RunningConsole console;

  @BeforeEach
  void open() throws IOException {
    console = new RunningConsole(temporary);
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void takesWebTokensOfAdminsOnly() throws IOException, GeneralSecurityException {
    try (RunningConsole own =
        new RunningConsole(
            temporary.resolve("jwt"), JwtVerifier.hs256(Tokens.SECRET, Clock.systemUTC()))) {
      long soon = Instant.now().getEpochSecond() + 600;
      assertThat(status(own, "{'role': 'admin', 'exp': " + soon + "}")).isEqualTo(200);
      assertThat(status(own, "{'role': 'user', 'exp': " + soon + "}")).isEqualTo(403);
      assertThat(status(own, "{'role': 'admin', 'exp': 1}")).isEqualTo(401);
      String user = "Bearer " + Tokens.hs256("{'role': 'user', 'exp': " + soon + "}");
      assertThat(
              own.send("POST", "/api/trigger-backup", "{'type': 'all'}", "Authorization", user)
                  .status())
          .isEqualTo(403);
      assertThat(own.space.records()).isEmpty();
    }
  }

  private static int status(RunningConsole console, String claims) throws GeneralSecurityException {
    return console
        .send("GET", "/api/status", "", "Authorization", "Bearer " + Tokens.hs256(claims))
        .status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "..", "../outside", "documents/../../outside", "link", "link/x"})
  void restoresOnlyIntoTheRoot(String target) throws IOException {
    String id = console.backUp("Whole").path("id").asText();
    Path outside = Files.createDirectories(temporary.resolve("outside"));
    Files.writeString(outside.resolve("keep.txt"), "keep");
    Files.createSymbolicLink(console.data.resolve("link"), outside);
    TreeSnapshot before = TreeSnapshot.of(temporary);

    String body = "{'id': '" + id + "', 'target': '" + target + "', 'deleteExtra': true}";
    RunningConsole.Answer refused = console.post("/backup/restore", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_parameter");
    assertThat(console.get("/backup/restore?id=" + id + "&target=" + target).status())
        .isEqualTo(400);
    assertThat(TreeSnapshot.of(temporary)).isEqualTo(before);
  }

  @Test
  void restoresIntoAFolderInTheRoot() throws IOException {
    String id = console.backUp("Whole").path("id").asText();
    String body = "{'id': '" + id + "', 'target': 'documents/../copy'}";

    console.await(console.post("/backup/restore", body));

    assertThat(console.data.resolve("copy/documents/note 1.md")).hasContent("This is note 1.\n");
  }
}
