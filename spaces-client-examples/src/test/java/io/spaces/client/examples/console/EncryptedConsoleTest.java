package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedConsoleTest {
  @TempDir Path temporary;

  private PlanEncryption encryption() throws IOException {
    return PlanEncryption.passphrase(
        SecretRef.file(Files.writeString(temporary.resolve("phrase"), "open sesame, please")));
  }

  @Test
  void aPlanThatIsAddedEncryptsAsTheFirstOneDoes() throws IOException {
    try (RunningConsole console =
        new RunningConsole(temporary, AdminToken.of(RunningConsole.TOKEN), encryption())) {
      console.post("/backup/schedules", "{'name': 'weekly', 'cron': '@weekly'}");

      JsonNode first = console.await(console.post("/backup/create", "{'plan': 'weekly'}"));
      JsonNode second = console.await(console.post("/backup/create", "{'plan': 'nightly'}"));

      assertThat(first.path("status").asText()).as(first.toString()).isEqualTo("succeeded");
      assertThat(second.path("status").asText()).as(second.toString()).isEqualTo("succeeded");
      assertThat(console.get("/backup/fetch").json().path("total").asInt()).isEqualTo(2);
    }
  }

  @Test
  void plansThatWereKeptTakeTheKeyThatTheConsoleIsStartedWith() throws IOException {
    try (RunningConsole console = new RunningConsole(temporary)) {
      console.post("/backup/schedules", "{'name': 'weekly', 'cron': '@weekly'}");

      console.restart(encryption());

      JsonNode backup = console.await(console.post("/backup/create", "{'plan': 'weekly'}"));
      assertThat(backup.path("status").asText()).as(backup.toString()).isEqualTo("succeeded");
    }
  }
}
