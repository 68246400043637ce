package shop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spaces.client.App;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.MicrometerMetrics;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TreeSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Backs its data up in every way there is, gets it back, and says so when all of it is equal. */
@SpringBootApplication(proxyBeanMethods = false)
public class Shop {
  private static final String PASSPHRASE = "correct horse battery staple";

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @Bean(destroyMethod = "close")
  SpaceServer space() {
    return SpaceServer.inMemory().start();
  }

  @Bean
  SpaceClient client(SpaceServer space) {
    String did = space.wallet().address();
    App app =
        App.builder()
            .pid(did)
            .did(did)
            .user(did)
            .name("Shop")
            .description("Orders")
            .referrer("https://shop.example/backup")
            .build();
    return SpaceClient.builder().endpoint(space.endpoint()).wallet(space.wallet()).app(app).build();
  }

  @Bean
  ApplicationRunner backUp(SpaceServer space, SpaceClient client) {
    return args -> {
      Path work = Path.of(args.getSourceArgs()[0]);
      Path data = Files.createDirectories(work.resolve("data/notes"));
      for (int i = 0; i < 20; i++) {
        Files.writeString(data.resolve(i + ".txt"), "This is note " + i + ".\n");
      }
      mirror(client, work);
      vault(client, work);
      plan(space, work);
      System.out.println("VERIFIED");
    };
  }

  private static void mirror(SpaceClient client, Path work) {
    client
        .incrementalBackup()
        .blocklet()
        .source(work.resolve("data"))
        .stateDirectory(work.resolve("state"))
        .run()
        .orElseThrow();
    restore(client, work, "from-mirror", null);
  }

  private static void vault(SpaceClient client, Path work) throws Exception {
    Encryption encryption = Encryption.passphrase(PASSPHRASE.toCharArray());
    for (Compression compression :
        new Compression[] {Compression.deflate(6), Compression.zstd(3)}) {
      Files.writeString(work.resolve("data/last.txt"), compression.toString());
      client
          .backup()
          .blocklet()
          .source(work.resolve("data"))
          .stateDirectory(work.resolve("state"))
          .layout(Layout.VAULT)
          .zip(true)
          .compression(compression)
          .encryption(encryption)
          .run()
          .orElseThrow();
    }
    restore(client, work, "from-vault", encryption);
    try (Snapshots snapshots =
        client.snapshots().encryption(encryption).stateDirectory(work.resolve("state"))) {
      snapshots.export(
          snapshots.list().get(0).id(), Files.createDirectories(work.resolve("archives")));
    }
  }

  private static void restore(SpaceClient client, Path work, String into, Encryption encryption) {
    var restore =
        client
            .restore()
            .blocklet()
            .stateDirectory(work.resolve("state"))
            .target(work.resolve(into));
    if (encryption != null) {
      restore.encryption(encryption);
    }
    restore.run().orElseThrow();
    var differences =
        TreeSnapshot.of(work.resolve("data")).differences(TreeSnapshot.of(work.resolve(into)));
    if (!differences.isEmpty()) {
      throw new IllegalStateException(into + ": " + differences);
    }
  }

  private static void plan(SpaceServer space, Path work) throws Exception {
    Path plans =
        Files.writeString(
            work.resolve("plans.yaml"),
            """
            plans:
              - name: nightly
                cron: "30 1 * * *"
                zone: Europe/Berlin
                sources:
                  - {type: folder, path: "%s"}
                destination: {endpoint: "%s", secretKey: named:wallet}
                encryption: {passphrase: named:phrase}
                notify: ALWAYS
            """
                .formatted(work.resolve("data"), space.endpoint()));
    Map<String, String> secrets =
        Map.of("wallet", space.wallet().exportSecretKey(), "phrase", PASSPHRASE);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    CompletableFuture<BackupJob> ended = new CompletableFuture<>();
    try (BackupScheduler scheduler =
        BackupScheduler.builder()
            .secrets(SecretResolver.standard(secrets))
            .listener(new MicrometerMetrics(registry))
            .notifier((plan, job) -> ended.complete(job))
            .build()
            .start()) {
      BackupPlan.readAll(plans).forEach(scheduler::put);
      scheduler.trigger("nightly", "Before the update");
      BackupJob job = ended.get(60, TimeUnit.SECONDS);
      if (job.status() != JobStatus.SUCCEEDED) {
        throw new IllegalStateException(job.toString());
      }
    }
    // Listeners are told after the notifiers, and before the scheduler has closed.
    if (registry.getMeters().isEmpty()) {
      throw new IllegalStateException("No meters");
    }
  }
}
