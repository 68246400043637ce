package io.spaces.client.internal.schedule.plan;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.program.DatabaseCheck;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.DestinationProblem;
import io.spaces.client.schedule.PlanConnection;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks all that a plan's runs connect to. */
public final class PlanConnections {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SecretResolver secrets;
  private final DatabaseCheck databases;

  private PlanConnections(BackupPlan plan, SecretResolver secrets) {
    this.secrets = secrets;
    Path temporary = plan.temporaryDirectory();
    databases =
        new DatabaseCheck(
            temporary != null ? temporary : SystemPaths.temporaryDirectory(), PATIENCE);
  }

  /** The answers of its databases, in their order, and of its destination. */
  public static List<PlanConnection> ask(BackupPlan plan, SecretResolver secrets) {
    PlanConnections connections = new PlanConnections(plan, secrets);
    List<PlanConnection> answers = new ArrayList<>();
    plan.sources().forEach(source -> connections.ask(source, answers));
    String problems =
        plan.destination().validate(secrets).stream()
            .map(DestinationProblem::message)
            .collect(Collectors.joining(" "));
    answers.add(
        new PlanConnection(plan.destination().address(), problems.isEmpty() ? null : problems));
    return List.copyOf(answers);
  }

  private interface Question {
    void ask() throws IOException;
  }

  private void ask(PlanSource source, List<PlanConnection> answers) {
    if (source instanceof PlanSource.Postgres postgres) {
      answers.add(
          answer(
              postgres.name(),
              () -> databases.postgres(postgres.url(), resolve(postgres.password()))));
    } else if (source instanceof PlanSource.Mysql mysql) {
      answers.add(
          answer(mysql.name(), () -> databases.mysql(mysql.url(), resolve(mysql.password()))));
    } else if (source instanceof PlanSource.Sqlite sqlite) {
      answers.add(answer(sqlite.name(), () -> databases.sqlite(sqlite.path())));
    }
  }

  private static PlanConnection answer(String name, Question question) {
    try {
      question.ask();
      return new PlanConnection(name, null);
    } catch (InvalidParameterException e) {
      return new PlanConnection(name, "The " + e.getMessage());
    } catch (IOException e) {
      return new PlanConnection(name, ForeignWords.of(e));
    }
  }

  private @Nullable String resolve(@Nullable SecretRef secret) {
    return secret == null ? null : SecretLookup.of(secret, secrets);
  }
}
