package io.spaces.client.examples.cli;

import io.spaces.client.BackupBuilder;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The story that {@code spaces demo} tells, in a folder where it may do as it likes. */
final class Demo {
  private final Path state;
  private final Path space;
  private final Path data;
  private final Output output;
  private final Wallet wallet = Wallet.random();

  Demo(Path work, Output output) {
    state = work.resolve("state");
    space = work.resolve("space");
    data = work.resolve("data");
    this.output = output;
  }

  int run(@Nullable Path folder) throws IOException {
    Path changing = SampleFiles.in(data, folder);
    try (SpaceServer server = SpaceServer.builder().disk(space).app(wallet).start();
        SpaceClient client =
            SpaceClient.builder().endpoint(server.endpoint()).wallet(wallet).build()) {
      say("A space on this machine: " + server.endpoint());
      say("A folder to back up:     " + data);

      say("");
      say("1. A full backup");
      BackupResult full = tell(backUp(client.backup().blocklet()));

      say("");
      say("2. An incremental backup, after a change to " + data.relativize(changing));
      Files.writeString(changing, "One more line.\n", StandardOpenOption.APPEND);
      BackupResult incremental = tell(backUp(client.incrementalBackup().blocklet()));

      say("");
      say("The space now holds " + Units.objects(server.objects().count()) + ".");
      if (output.isJson()) {
        printJson(full, incremental);
      }
      return Math.max(ExitCode.of(full.status()), ExitCode.of(incremental.status()));
    }
  }

  private BackupResult backUp(BackupBuilder<?> backup) {
    backup.appDid(wallet.address());
    backup.appPid(wallet.address());
    backup.userDid(wallet.address());
    backup.referrer("https://demo.example/");
    backup.appName("Demo");
    backup.appDescription("What spaces demo shows");
    backup.source(data);
    backup.stateDirectory(state);
    return backup.run();
  }

  private BackupResult tell(BackupResult result) {
    say("   " + Report.sentence(Outcome.of(result), false));
    return result;
  }

  private void say(String line) {
    if (!output.isJson()) {
      output.out().println(line);
      output.out().flush();
    }
  }

  private void printJson(BackupResult full, BackupResult incremental) {
    output.printJson(
        json -> {
          json.writeObjectFieldStart("full");
          Report.write(Outcome.of(full), json);
          json.writeEndObject();
          json.writeObjectFieldStart("incremental");
          Report.write(Outcome.of(incremental), json);
          json.writeEndObject();
        });
  }
}
