package io.spaces.client.examples.cli;

import io.spaces.client.App;
import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The story that {@code spaces demo} tells, in a folder where it may do as it likes. */
final class Demo {
  private static final int KEY_LENGTH = 32;
  private static final int SHOWN = 5;

  private static final String SET = "demo";

  private final Path state;
  private final Path space;
  private final Path data;
  private final Output output;
  private final Wallet wallet = Wallet.random();
  private final Encryption encryption = Encryption.key(randomKey());
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  Demo(Path work, Output output) {
    state = work.resolve("state");
    space = work.resolve("space");
    data = work.resolve("data");
    this.output = output;
  }

  private static String randomKey() {
    byte[] key = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  int run(@Nullable Path folder) throws IOException {
    Path changing = SampleFiles.in(data, folder);
    try (SpaceServer server = SpaceServer.builder().disk(space).app(wallet).start();
        SpaceClient client =
            SpaceClient.builder().endpoint(server.endpoint()).wallet(wallet).app(app()).build()) {
      say("A space on this machine: " + server.endpoint());
      say("A folder to back up:     " + data);

      chapter("1. A full backup");
      tell("full", backUp(client.backup().blocklet()));

      chapter("2. An incremental backup, after a change to " + data.relativize(changing));
      Files.writeString(changing, "One more line.\n", StandardOpenOption.APPEND);
      tell("incremental", backUp(client.incrementalBackup().blocklet()));

      chapter("3. An incremental backup into a vault: compressed, encrypted with a random key");
      tell(
          "encrypted",
          backUp(
              client
                  .incrementalBackup()
                  .blocklet()
                  .layout(Layout.VAULT)
                  .zip(true)
                  .encryption(encryption)
                  .set(SET)));
      say("   The space now holds " + Units.objects(server.objects().count()) + ".");

      chapter("4. Damage to the folder");
      TreeSnapshot before = TreeSnapshot.of(data);
      say("   " + Damage.to(data) + ".");

      chapter("5. A restore from the vault");
      tell("restore", restore(client.restore().blocklet()));

      chapter("6. A comparison with the folder as it was before the damage");
      return conclude(
          before.entries().size(),
          before.differences(TreeSnapshot.of(data), TreeSnapshot.Detail.values()));
    } finally {
      encryption.destroy();
    }
  }

  private App app() {
    return App.builder()
        .pid(wallet.address())
        .did(wallet.address())
        .user(wallet.address())
        .name("Demo")
        .description("What spaces demo shows")
        .referrer("https://demo.example/")
        .build();
  }

  private Outcome backUp(BackupBuilder<?> backup) {
    backup.source(data);
    backup.stateDirectory(state);
    return Outcome.of(backup.run());
  }

  private Outcome restore(BlockletRestore restore) {
    restore.encryption(encryption);
    restore.set(SET);
    restore.stateDirectory(state);
    restore.target(data);
    restore.deleteExtra(true);
    return Outcome.of(restore.run());
  }

  private int conclude(int compared, List<String> different) {
    boolean cancelled =
        outcomes.values().stream().anyMatch(o -> o.result().status() == TransferStatus.CANCELLED);
    if (cancelled) {
      say("   Stopped.");
    } else if (different.isEmpty()) {
      say("   All " + compared + " files and folders are as they were. The restore is VERIFIED.");
    } else {
      for (String difference : different.subList(0, Math.min(SHOWN, different.size()))) {
        say("   " + Printable.line(difference));
      }
      say("   " + different.size() + " files and folders differ. The restore has FAILED.");
    }
    if (output.isJson()) {
      printJson(compared, different);
    }
    int worst = different.isEmpty() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
    for (Outcome outcome : outcomes.values()) {
      worst = Math.max(worst, ExitCode.of(outcome.result().status()));
    }
    return worst;
  }

  private void chapter(String title) {
    say("");
    say(title);
  }

  private void tell(String name, Outcome outcome) {
    outcomes.put(name, outcome);
    say("   " + Report.sentence(outcome, false));
  }

  private void say(String line) {
    if (!output.isJson()) {
      output.out().println(line);
      output.out().flush();
    }
  }

  private void printJson(int compared, List<String> different) {
    output.printJson(
        json -> {
          for (Map.Entry<String, Outcome> outcome : outcomes.entrySet()) {
            json.writeObjectFieldStart(outcome.getKey());
            Report.write(outcome.getValue().result(), json);
            json.writeEndObject();
          }
          json.writeObjectFieldStart("comparison");
          json.writeBooleanField("identical", different.isEmpty());
          json.writeNumberField("compared", compared);
          json.writeArrayFieldStart("different");
          for (String difference : different) {
            json.writeString(difference);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
