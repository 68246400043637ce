package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.DestinationProblem;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.PlanConnection;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces plans check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks whether plans would run: the file, the sources, the secrets, the spaces, with"
          + " --connect the databases; and what two of them have in common.",
      "Ends with 1 when one would not."
    })
final class PlansCheckCommand implements Callable<Integer> {
  private static final SecretResolver SECRETS = SecretResolver.standard();

  @Mixin private PlansCommand.FileOption file;
  @Mixin private Output output;

  @ArgGroup private Asking asking = new Asking();

  /** Whom to ask; the spaces unless something is said. */
  static final class Asking {
    @Option(names = "--offline", description = "Do not ask the spaces.")
    private boolean offline;

    @Option(
        names = "--connect",
        description = {
          "Ask the databases, too: each by the program, the options and the password that would"
              + " dump it, but for no rows, for 30 seconds at the most.",
          "What answers is printed, too."
        })
    private boolean connect;
  }

  /**
   * What is wrong.
   *
   * @param plan with which plan
   * @param message what, in words
   */
  private record Problem(String plan, String message) {}

  /**
   * What was asked, and is good unless there is a problem.
   *
   * @param plan of which plan
   * @param connection what became of it
   */
  private record Answer(String plan, PlanConnection connection) {}

  @Override
  public Integer call() {
    List<BackupPlan> plans = file.open(output).read();
    List<Problem> problems = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    plans.forEach(plan -> check(plan, problems, answers));
    plans.forEach(plan -> warnOfOpenSecrets(plan, warnings));
    SharedByPlans shared =
        new SharedByPlans(SECRETS, (plan, text) -> problems.add(new Problem(plan.name(), text)));
    shared.look(plans);
    output.print(
        json -> write(plans.size(), problems, warnings, shared.notes(), answers, json),
        out -> {
          answers.stream()
              .filter(answer -> answer.connection().isGood())
              .map(answer -> answer.plan() + ": " + answer.connection().name() + ": ok")
              .forEach(line -> out.println(Printable.line(line)));
          shared.notes().forEach(note -> out.println(Printable.line(note) + "."));
          warnings.forEach(
              w ->
                  output
                      .err()
                      .println(w.plan() + ": Warning: " + Printable.line(w.message()) + "."));
          problems.forEach(
              p -> output.err().println(p.plan() + ": " + Printable.line(p.message())));
          output.err().flush();
          long bad = problems.stream().map(Problem::plan).distinct().count();
          out.println((plans.size() - bad) + " of " + plans.size() + " plans would run.");
        });
    return problems.isEmpty() ? ExitCode.SUCCEEDED : ExitCode.FAILED;
  }

  private void check(BackupPlan plan, List<Problem> problems, List<Answer> answers) {
    int before = problems.size();
    checkParts(plan, problems, answers);
    if (problems.size() == before) { // what is told by a part needs no second telling
      try {
        plan.check(SECRETS);
      } catch (InvalidParameterException e) {
        problems.add(new Problem(plan.name(), "The " + e.getMessage()));
      }
    }
  }

  private void checkParts(BackupPlan plan, List<Problem> problems, List<Answer> answers) {
    for (PlanSource source : plan.sources()) {
      if (!asking.connect || !isDatabase(source)) {
        checkSource(plan, source, problems);
      }
    }
    if (plan.encryption() != null) {
      checkSecret(plan, plan.encryption().secret(), problems);
    }
    hooks(plan)
        .flatMap(hook -> hook.environment().values().stream())
        .forEach(secret -> checkSecret(plan, secret, problems));
    if (asking.connect) {
      for (PlanConnection connection : plan.connect(SECRETS)) {
        answers.add(new Answer(plan.name(), connection));
        if (connection.problem() != null) {
          problems.add(new Problem(plan.name(), connection.name() + ": " + connection.problem()));
        }
      }
    } else if (asking.offline) {
      checkSecret(plan, plan.destination().secret(), problems);
      checkSecret(plan, plan.destination().delegation(), problems);
    } else {
      for (DestinationProblem problem : plan.destination().validate(SECRETS)) {
        problems.add(new Problem(plan.name(), problem.message()));
      }
    }
  }

  private static Stream<Hook> hooks(BackupPlan plan) {
    return Stream.concat(plan.before().stream(), plan.after().stream());
  }

  private static boolean isDatabase(PlanSource source) {
    return source instanceof PlanSource.Postgres
        || source instanceof PlanSource.Mysql
        || source instanceof PlanSource.Sqlite;
  }

  private static void checkSource(BackupPlan plan, PlanSource source, List<Problem> problems) {
    if (source instanceof PlanSource.Folder folder && !Files.isDirectory(folder.path())) {
      problems.add(new Problem(plan.name(), "There is no folder " + folder.path()));
    } else if (source instanceof PlanSource.Sqlite sqlite && !Files.isRegularFile(sqlite.path())) {
      problems.add(new Problem(plan.name(), "There is no file " + sqlite.path()));
    } else if (source instanceof PlanSource.Postgres postgres) {
      checkSecret(plan, postgres.password(), problems);
    } else if (source instanceof PlanSource.Mysql mysql) {
      checkSecret(plan, mysql.password(), problems);
    } else if (source instanceof PlanSource.Command command) {
      command.environment().values().forEach(secret -> checkSecret(plan, secret, problems));
    }
  }

  private static void warnOfOpenSecrets(BackupPlan plan, List<Problem> warnings) {
    Set<SecretRef> secrets = new LinkedHashSet<>();
    add(plan.destination().secret(), secrets);
    add(plan.destination().delegation(), secrets);
    if (plan.encryption() != null) {
      add(plan.encryption().secret(), secrets);
    }
    hooks(plan).forEach(hook -> secrets.addAll(hook.environment().values()));
    for (PlanSource source : plan.sources()) {
      if (source instanceof PlanSource.Postgres postgres) {
        add(postgres.password(), secrets);
      } else if (source instanceof PlanSource.Mysql mysql) {
        add(mysql.password(), secrets);
      } else if (source instanceof PlanSource.Command command) {
        secrets.addAll(command.environment().values());
      }
    }
    secrets.forEach(
        secret -> secret.warning().ifPresent(text -> warnings.add(new Problem(plan.name(), text))));
  }

  private static void add(@Nullable SecretRef secret, Set<SecretRef> to) {
    if (secret != null) {
      to.add(secret);
    }
  }

  private static void checkSecret(
      BackupPlan plan, @Nullable SecretRef secret, List<Problem> problems) {
    try {
      if (secret != null && SECRETS.resolve(secret).isEmpty()) {
        throw new AssertionError("a resolver refuses empty secrets");
      }
    } catch (InvalidParameterException e) {
      problems.add(new Problem(plan.name(), "The " + e.getMessage()));
    }
  }

  private static void write(
      int plans,
      List<Problem> problems,
      List<Problem> warnings,
      List<String> notes,
      List<Answer> answers,
      JsonGenerator json)
      throws IOException {
    json.writeNumberField("plans", plans);
    write("problems", problems, json);
    write("warnings", warnings, json);
    SnapshotText.write("shared", notes, json);
    Output.writeArray(
        "connections",
        answers.iterator(),
        (answer, out) -> {
          out.writeStringField("plan", answer.plan());
          out.writeStringField("name", answer.connection().name());
          out.writeBooleanField("answers", answer.connection().isGood());
        },
        json);
  }

  private static void write(String name, List<Problem> problems, JsonGenerator json)
      throws IOException {
    Output.writeArray(
        name,
        problems.iterator(),
        (problem, out) -> {
          out.writeStringField("plan", problem.plan());
          out.writeStringField("message", problem.message());
        },
        json);
  }
}
