package io.spaces.client.internal.schedule.plan;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets that a plan refers to. */
public final class PlanSecrets {
  private PlanSecrets() {}

  /**
   * Looks all of them up, and tells of all that are not there.
   *
   * @throws InvalidParameterException names the plan and the references
   */
  public static void check(BackupPlan plan, SecretResolver secrets) {
    List<String> missing = new ArrayList<>();
    for (SecretRef reference : of(plan)) {
      try {
        if (!isReadOnce(reference)) {
          String unused = SecretLookup.of(reference, secrets);
        }
      } catch (InvalidParameterException e) {
        missing.add(String.valueOf(e.getMessage()));
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidParameterException(
          "plan", "\"" + plan.name() + "\" could not run: the " + String.join("; the ", missing));
    }
  }

  private static Set<SecretRef> of(BackupPlan plan) {
    Set<SecretRef> all = new LinkedHashSet<>();
    add(plan.destination().secret(), all);
    add(plan.destination().delegation(), all);
    PlanEncryption encryption = plan.encryption();
    if (encryption != null) {
      add(encryption.secret(), all);
      add(encryption.iv(), all);
    }
    plan.before().forEach(hook -> all.addAll(hook.environment().values()));
    plan.after().forEach(hook -> all.addAll(hook.environment().values()));
    for (PlanSource source : plan.sources()) {
      if (source instanceof PlanSource.Postgres postgres) {
        add(postgres.password(), all);
      } else if (source instanceof PlanSource.Mysql mysql) {
        add(mysql.password(), all);
      } else if (source instanceof PlanSource.Command command) {
        all.addAll(command.environment().values());
      }
    }
    return all;
  }

  private static void add(@Nullable SecretRef reference, Set<SecretRef> to) {
    if (reference != null) {
      to.add(reference);
    }
  }

  /** What a pipe holds is for the run. */
  private static boolean isReadOnce(SecretRef reference) {
    try {
      Path file = Path.of(reference.name());
      return reference.kind() == SecretRef.Kind.FILE
          && Files.exists(file)
          && !Files.isRegularFile(file)
          && !Files.isDirectory(file);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
