package io.spaces.client.examples.cli;

import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a console does with a real space: options that only count with {@code --endpoint}. */
final class ConsoleSpaceOptions {
  private static final String KEY = "wallet";
  private static final String DELEGATION = "delegation";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "With --endpoint: the folder to back up, and the only one to restore into.")
  private @Nullable Path data;

  @Option(
      names = "--cron",
      paramLabel = "WHEN",
      defaultValue = "30 2 * * *",
      description = "When the first plan runs; later, the page changes it. Default: nightly.")
  private String cron;

  @Option(
      names = "--retention",
      paramLabel = "RULES",
      defaultValue = "DAILY 7 WEEKLY 4 MONTHLY 12",
      description = "Which backups the first plan keeps. Default: ${DEFAULT-VALUE}.")
  private String retention;

  @Mixin private ActorOptions actor;
  @Mixin private DidOptions dids;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {"Where plans and jobs are kept. Default, beside the data:", ".spaces-console"})
  private @Nullable Path state;

  void check() {
    if (data == null) {
      throw mistake("--data is missing; expected the folder to back up.");
    }
    if (!Files.isDirectory(data)) {
      throw mistake("--data " + data + " is not a folder.");
    }
  }

  Path data() {
    return data == null ? WorkingFolder.resolve(Path.of("")) : data;
  }

  Path state() throws IOException {
    Path beside = data().toAbsolutePath().normalize().resolveSibling(".spaces-console");
    return Files.createDirectories(state == null ? beside : state);
  }

  SecretResolver secrets() {
    Map<String, String> named = new HashMap<>();
    named.put(KEY, actor.wallet().exportSecretKey());
    String delegation = actor.delegation();
    if (delegation != null && actor.delegationReference() == null) {
      named.put(DELEGATION, delegation);
    }
    return SecretResolver.standard(named);
  }

  BackupPlan plan(String endpoint, @Nullable PlanEncryption encryption) {
    return BackupPlan.builder("nightly")
        .cron(cron)
        .retention(Retention.parse(retention))
        .source(data().toAbsolutePath().normalize())
        .destination(destination(endpoint))
        .encryption(encryption)
        .build();
  }

  /** What the destination is called on the page. */
  String label(BackupPlan plan) {
    return URI.create(plan.destination().address()).getAuthority();
  }

  private Destination destination(String endpoint) {
    Destination.Builder builder =
        Destination.builder(endpoint)
            .wallet(SecretRef.named(KEY), actor.wallet().keyType())
            .appDid(dids.appDid(actor))
            .appPid(dids.appPid(actor))
            .userDid(dids.userDid(actor));
    if (!dids.serverDid().isEmpty()) {
      builder.serverDid(dids.serverDid());
    }
    if (!dids.signerDid().isEmpty()) {
      builder.signerDid(dids.signerDid());
    }
    SecretRef delegation = actor.delegationReference();
    if (delegation != null) {
      builder.delegation(delegation);
    } else if (actor.delegation() != null) {
      builder.delegation(SecretRef.named(DELEGATION));
    }
    return builder.build();
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
