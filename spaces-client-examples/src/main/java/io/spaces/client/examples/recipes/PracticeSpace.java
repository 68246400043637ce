package io.spaces.client.examples.recipes;

import io.spaces.client.App;
import io.spaces.client.SpaceClient;
import io.spaces.client.examples.TemporaryFolder;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every recipe needs and none is about: a space, a wallet, and a folder to back up. */
final class PracticeSpace implements AutoCloseable {
  private static final int SAMPLES = 200;

  private final String endpoint;
  private final Wallet wallet;
  private final Path folder;
  private final @Nullable SpaceServer server;
  private final TemporaryFolder temporary = TemporaryFolder.create("spaces-recipe-");

  /** The space and folder that the arguments name, or ones to practise on. */
  static PracticeSpace of(String... args) throws IOException {
    return new PracticeSpace(args);
  }

  private PracticeSpace(String... args) throws IOException {
    if (args.length >= 2) {
      server = null;
      endpoint = args[0];
      folder = Path.of(args[1]);
      wallet = Wallet.fromSecretKey(System.getenv("SPACES_SECRET_KEY"));
    } else {
      server = SpaceServer.inMemory().start();
      endpoint = server.endpoint();
      wallet = server.wallet();
      folder = temporary.path().resolve("data");
      writeSamples();
    }
  }

  private void writeSamples() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < SAMPLES; i++) {
      Files.writeString(folder.resolve("note-" + i + ".txt"), "This is note " + i + ".\n");
      Files.write(photos.resolve("photo-" + i + ".raw"), new byte[i * 1000]);
    }
    Files.writeString(folder.resolve("build.tmp"), "Not worth keeping.\n");
  }

  String endpoint() {
    return endpoint;
  }

  Wallet wallet() {
    return wallet;
  }

  /** The app that is backed up, on behalf of its user. */
  App app() {
    String did = wallet.address(); // a real app has DIDs of its own, and its users have others
    return App.builder()
        .pid(did)
        .did(did)
        .user(did)
        .name("My app")
        .description("Notes and photos")
        .referrer("https://my.app/settings/backup")
        .build();
  }

  Path folder() {
    return folder;
  }

  /** A folder to restore into, which does not exist yet. */
  Path target() {
    return temporary.path().resolve("restored");
  }

  /** Puts a backup into the space, so that there is something to restore. */
  void backUp(SpaceClient client) {
    backUp(client, false);
  }

  /** Puts a snapshot into the space. */
  void backUpIntoVault(SpaceClient client) {
    backUp(client, true);
  }

  private void backUp(SpaceClient client, boolean snapshot) {
    client
        .incrementalBackup()
        .blocklet()
        .source(folder)
        .stateDirectory(stateDirectory())
        .snapshot(snapshot)
        .run()
        .orElseThrow();
  }

  /** A plan for every night that is complete, for recipes that are about something else. */
  BackupPlan plan(String name) {
    return BackupPlan.builder(name)
        .cron("30 1 * * *")
        .source(folder)
        .destination(Destination.builder(endpoint).wallet(SecretRef.named("wallet")).build())
        .notifyOn(NotifyOn.ALWAYS)
        .build();
  }

  /** Knows the wallet's secret key. A real app has it in a file or in the environment. */
  SecretResolver secrets() {
    return SecretResolver.standard(Map.of("wallet", wallet.exportSecretKey()));
  }

  Path stateDirectory() {
    return temporary.path().resolve("state");
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    temporary.close();
  }
}
