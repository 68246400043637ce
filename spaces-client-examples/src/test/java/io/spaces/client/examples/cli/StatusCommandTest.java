package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import io.spaces.client.testkit.faults.Requests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SpaceServerExtension.class)
class StatusCommandTest {
  private SpaceServer server;

  @BeforeEach
  void take(SpaceServer server) {
    this.server = server;
  }

  private Run status(Wallet wallet, String... more) {
    List<String> args = new ArrayList<>(List.of("status", "--endpoint=" + server.endpoint()));
    args.add("--secret-key=" + wallet.exportSecretKey());
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  @Test
  void tellsHowTheSpaceIsAndWhereToLookAtIt() {
    server.capacity(5_000_000);

    Run text = status(server.wallet());
    Run json = status(server.wallet(), "--json");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out()).contains("1.3.0", "list read write", "can be taken", "/explorer?key=");
    assertThat(json.exitCode()).isZero();
    JsonNode told = json.json();
    assertThat(told.path("takesBackups").asBoolean()).isTrue();
    assertThat(told.path("freeCapacity").asLong()).isEqualTo(5_000_000);
    assertThat(told.path("owner").asText()).isEqualTo(server.appDid().address());
    assertThat(told.path("error").isNull()).isTrue();
    assertThat(told.path("explorer").asText()).contains("/apps/" + server.appDid().address());
  }

  @Test
  void endsWith1WhenTheSpaceCannotTakeABackup() {
    server.unavailable("Please pay.", 1004);

    Run text = status(server.wallet());
    Run json = status(server.wallet(), "--json");

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out()).contains("cannot be taken", "not available (past-due): Please pay.");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().path("takesBackups").asBoolean()).isFalse();
    assertThat(json.json().path("error").asText()).isEqualTo("past-due");
    server.unavailable(null);
    server.capacity(1);
    server.fill();
    assertThat(status(server.wallet()).out()).contains("cannot be taken: the space is full");
  }

  @Test
  void endsWith1WhenTheSpaceTellsEverybodyHowItIsButDoesNotTakeTheWallet() {
    Run run = status(Wallet.random());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("cannot be taken: GET lists/");
  }

  @Test
  void aSpaceThatSaysNothingOfItselfMayTakeBackups() {
    server.faults().on(Requests.status()).answer(404);

    Run run = status(server.wallet());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("can be taken").doesNotContain("version");
  }
}
