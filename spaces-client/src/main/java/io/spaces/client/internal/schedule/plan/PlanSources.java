package io.spaces.client.internal.schedule.plan;

import io.spaces.client.backup.Source;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan's sources with their secrets, ready to be read. */
public final class PlanSources {
  private PlanSources() {}

  /**
   * Checks that one backup can have all of them.
   *
   * @throws InvalidParameterException when two of them meet
   */
  public static void checkTogether(List<PlanSource> sources) {
    try {
      combine(sources, secret -> "");
    } catch (InvalidParameterException e) {
      throw new InvalidParameterException("sources", JsonFields.problem(e));
    }
  }

  public static Source combine(List<PlanSource> sources, SecretResolver secrets) {
    return Source.of(
        sources.stream().map(source -> source(source, secrets)).toArray(Source[]::new));
  }

  private static Source source(PlanSource source, SecretResolver secrets) {
    Source all = unlimited(source, secrets);
    Duration limit = source.timeLimit();
    return limit == null ? all : all.timeLimit(limit);
  }

  private static Source unlimited(PlanSource source, SecretResolver secrets) {
    if (source instanceof PlanSource.Folder folder) {
      return folder.under().isEmpty()
          ? Source.folder(folder.path())
          : Source.folder(folder.path(), folder.under());
    }
    if (source instanceof PlanSource.Command command) {
      Map<String, String> variables = new LinkedHashMap<>();
      command
          .environment()
          .forEach((name, value) -> variables.put(name, SecretLookup.of(value, secrets)));
      return Source.command(command.name(), command.argv(), variables);
    }
    if (source instanceof PlanSource.Postgres postgres) {
      return Source.postgres(
          postgres.name(), postgres.url(), resolve(postgres.password(), secrets));
    }
    if (source instanceof PlanSource.Mysql mysql) {
      return Source.mysql(mysql.name(), mysql.url(), resolve(mysql.password(), secrets));
    }
    PlanSource.Sqlite sqlite = (PlanSource.Sqlite) source;
    return Source.sqlite(sqlite.name(), sqlite.path());
  }

  private static @Nullable String resolve(@Nullable SecretRef secret, SecretResolver secrets) {
    return secret == null ? null : SecretLookup.of(secret, secrets);
  }
}
