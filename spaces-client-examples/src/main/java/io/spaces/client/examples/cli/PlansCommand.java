package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.schedule.BackupPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces plans}: a file of plans is looked at and changed. */
@Command(
    name = "plans",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PlansCheckCommand.class,
    description = {
      "Looks after the plans in a YAML file, which 'spaces schedule run' follows as they are when"
          + " it starts: start it again after a change.",
      "Secrets are not in it, but references to them: env:NAME or file:PATH."
    })
final class PlansCommand extends CommandGroup {
  /** Which file: an option of every command about plans. */
  static final class FileOption {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        defaultValue = "plans.yaml",
        description = "The file of plans (default: ${DEFAULT-VALUE}).")
    private Path file;

    PlanFile open(Output output) {
      return new PlanFile(file, output);
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Lists the plans, each with its next run.")
  int list(@Mixin FileOption file, @Mixin Output output) {
    List<BackupPlan> plans = file.open(output).read();
    Instant now = Instant.now();
    output.print(
        json ->
            Output.writeArray(
                "plans", plans.iterator(), (plan, out) -> PlanText.write(plan, now, out), json),
        out -> plans.forEach(plan -> out.println(PlanText.line(plan, now))));
    return ExitCode.SUCCEEDED;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Shows all that a plan says, also what it leaves to the defaults.")
  int show(@Mixin FileOption file, @Mixin Output output, @Mixin Name name) {
    return print(file.open(output).plan(name.name), output);
  }

  @Command(
      name = "next",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Tells a plan's next runs, on the wall clock of its time zone.")
  int next(
      @Mixin FileOption file,
      @Mixin Output output,
      @Mixin Name name,
      @Option(
              names = {"-n", "--count"},
              paramLabel = "N",
              defaultValue = "5",
              description = "How many, 1 to 1000 (default: 5).")
          int count,
      @Option(
              names = "--after",
              paramLabel = "TIME",
              converter = MomentConverter.class,
              description = "The runs after that moment (default: now).")
          Instant after) {
    BackupPlan plan = file.open(output).plan(name.name);
    int most = Mistakes.between(output, "--count", 1, 1000, count);
    Instant from = after == null ? Instant.now() : after;
    List<Instant> runs = plan.schedule().between(from, Instant.MAX).limit(most).toList();
    output.print(
        json -> SnapshotText.write("runs", runs.stream().map(Instant::toString).toList(), json),
        out -> runs.forEach(run -> out.println(run.atZone(plan.schedule().zone()))));
    return ExitCode.SUCCEEDED;
  }

  /** Which plan. */
  static final class Name {
    @Parameters(paramLabel = "NAME", description = "The plan.")
    private String name;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Adds a plan. Needs --cron, a source, --endpoint and a secret at the least.")
  int add(
      @Mixin FileOption file,
      @Mixin Output output,
      @Mixin Name name,
      @Option(
              names = "--replace",
              description = "Put it in the place of the plan of that name, if there is one.")
          boolean replace,
      @Mixin PlanOptions options) {
    ObjectNode plan = JsonNodeFactory.instance.objectNode().put("name", name.name);
    plan.setAll(options.fields(null));
    PlanFile plans = file.open(output);
    BackupPlan added = PlanOptions.checked(plan, plans.defaults(), output);
    if (replace) {
      plans.put(plan);
    } else {
      plans.add(plan);
    }
    return print(added, output);
  }

  @Command(
      name = "edit",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Changes what the options say of a plan, and nothing else.")
  int edit(
      @Mixin FileOption file, @Mixin Output output, @Mixin Name name, @Mixin PlanOptions options) {
    PlanFile plans = file.open(output);
    return set(plans, name.name, options.fields(plans.fields(name.name)), output);
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Makes a plan wait: its schedule is not followed.")
  int pause(@Mixin FileOption file, @Mixin Output output, @Mixin Name name) {
    return enable(file.open(output), name.name, false, output);
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Lets a plan's schedule be followed again.")
  int resume(@Mixin FileOption file, @Mixin Output output, @Mixin Name name) {
    return enable(file.open(output), name.name, true, output);
  }

  private static int enable(PlanFile plans, String name, boolean enabled, Output output) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("enabled", enabled);
    return set(plans, name, fields, output);
  }

  private static int set(PlanFile plans, String name, ObjectNode fields, Output output) {
    BackupPlan changed =
        PlanOptions.checked(
            plans.fields(name).<ObjectNode>setAll(fields), plans.defaults(), output);
    plans.set(name, fields);
    return print(changed, output);
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Removes a plan. What it has backed up stays.")
  int remove(@Mixin FileOption file, @Mixin Output output, @Mixin Name name) {
    file.open(output).remove(name.name);
    output.print(
        json -> json.writeStringField("removed", name.name),
        out -> out.println("Removed " + name.name + "."));
    return ExitCode.SUCCEEDED;
  }

  private static int print(BackupPlan plan, Output output) {
    Instant now = Instant.now();
    output.print(
        json -> PlanText.write(plan, now, json), out -> PlanText.yaml(plan).forEach(out::println));
    return ExitCode.SUCCEEDED;
  }
}
