package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
class VerifyMirrorCommandTest {
  @TempDir Path work;
  private SpaceServer server;

  @BeforeEach
  void backUp(SpaceServer server) throws IOException {
    this.server = server;
    Files.writeString(Files.createDirectory(source()).resolve("a.txt"), "hello world");
    Files.writeString(source().resolve("b.txt"), "more");
    assertThat(spaces("backup", source().toString()).exitCode()).isZero();
  }

  private Path source() {
    return work.resolve("source");
  }

  private Run spaces(String command, String... more) {
    return Run.spaces(
        Stream.concat(
                Stream.of(
                    command,
                    "--endpoint=" + server.endpoint(),
                    "--secret-key=" + server.wallet().exportSecretKey()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void damage() {
    String key = ".did-objects/" + server.wallet().address() + "/a.txt";
    String hash = Objects.requireNonNull(server.objects().get(key).hash());
    server.objects().put(key, "hello wOrld".getBytes(StandardCharsets.UTF_8), hash);
  }

  @Test
  void aMirrorThatIsAllThereEndsWith0() {
    Run run = spaces("verify-mirror", "--concurrency=2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Verified 2 objects (15 B) of 2 objects in ");
    assertThat(run.out()).doesNotContain("unchanged");
  }

  @Test
  void whatDiffersIsNamedAndEndsWith3() {
    damage();

    Run run = spaces("verify-mirror");
    Run json = spaces("verify-mirror", "--json");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("a.txt", "--resend", "Verified 1 object (4 B) of 2 objects");
    JsonNode result = json.json();
    assertThat(json.exitCode()).isEqualTo(3);
    assertThat(result.path("count").asInt()).isEqualTo(1);
    assertThat(result.path("errorCount").asInt()).isEqualTo(1);
    assertThat(result.path("failures").findValuesAsText("key")).containsExactly("a.txt");
  }

  @Test
  void sendingAllAgainHealsIt() {
    damage();
    assertThat(spaces("backup", source().toString()).out()).startsWith("Backed up 0 objects");

    assertThat(spaces("backup", "--resend", source().toString()).out())
        .startsWith("Backed up 2 objects");

    assertThat(spaces("verify-mirror").exitCode()).isZero();
  }

  @Test
  void noMirrorAtAllEndsWith1() {
    server.objects().keys().forEach(server.objects()::delete);

    Run run = spaces("verify-mirror");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Nothing was verified: The space holds no mirror");
  }
}
