package io.spaces.client.examples.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletBackup;
import io.spaces.client.schedule.BackupPlan;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a backup and a plan can be told, the command line can tell them, too. */
class OptionParityTest {
  private static final CommandLine SPACES = Spaces.program();

  /** Options that have another name. */
  private static final Map<String, String> OF_BACKUP =
      Map.ofEntries(
          Map.entry("expiresAt", "--expires"),
          Map.entry("retention", "--keep"),
          Map.entry("temporaryDirectory", "--temp-dir"),
          Map.entry("stateDirectory", "--state-dir"),
          Map.entry("key", "--key-file"),
          Map.entry("passphrase", "--passphrase-file"),
          Map.entry("encryption", "--key-file"),
          Map.entry("wallet", "--secret-key-file"),
          Map.entry("credentials", "--secret-key-file"),
          Map.entry("onTrouble", "--on-special"),
          Map.entry("unreadableFiles", "--on-unreadable"),
          Map.entry("debug", "--verbose"));

  /** What the command line leaves out, and why. */
  private static final Map<String, String> NOT_OF_BACKUP =
      Map.ofEntries(
          Map.entry("source", "is what the command is given beside its options"),
          Map.entry("app", "is told value by value: --app-did, --user-did, …"),
          Map.entry("filter", "is a function; --exclude has patterns"),
          Map.entry("algorithm", "is only one"),
          Map.entry("iv", "no other command takes one, so nothing could open such a vault"),
          Map.entry("strategy", "whoever types a command does so by hand"),
          Map.entry("listener", "the command shows the progress itself"),
          Map.entry("onProgress", "as listener"),
          Map.entry("onObjectUploaded", "as listener"),
          Map.entry("run", "is no parameter"),
          Map.entry("start", "is no parameter"),
          Map.entry("check", "is no parameter"));

  private static final Map<String, String> OF_PLANS =
      Map.ofEntries(
          Map.entry("schedule", "--cron"),
          Map.entry("verification", "--kind"),
          Map.entry("sources", "--folder"),
          Map.entry("selection", "--select"),
          Map.entry("onTrouble", "--on-special"),
          Map.entry("destination", "--endpoint"),
          Map.entry("encryption", "--passphrase"),
          Map.entry("expiry", "--expiry-hours"),
          Map.entry("notifyOn", "--notify"),
          Map.entry("temporaryDirectory", "--temp-dir"),
          Map.entry("stateDirectory", "--state-dir"));

  /** What else a plan can say of itself. */
  private static final Set<String> NO_FIELDS =
      Set.of("toBuilder", "toJson", "toString", "hashCode");

  private static final Map<String, String> NOT_OF_PLANS =
      Map.of(
          "name", "is what the command is given beside its options",
          "enabled", "there are commands for it: pause and resume");

  private static Set<String> missing(
      CommandSpec command, Set<String> parameters, Map<String, String> others) {
    Set<String> missing = new TreeSet<>(parameters);
    missing.removeIf(
        name -> {
          String usual = "--" + name.replaceAll("(\\p{Lu})", "-$1").toLowerCase(Locale.ROOT);
          return command.findOption(others.getOrDefault(name, usual)) != null;
        });
    return missing;
  }

  @Test
  void theCommandBackupHasAnOptionForEveryParameterOfABackup() {
    Set<String> parameters =
        Arrays.stream(BlockletBackup.class.getMethods())
            .filter(method -> method.getDeclaringClass() != Object.class)
            .map(Method::getName)
            .collect(Collectors.toSet());

    assertThat(missing(spec("backup"), parameters, OF_BACKUP)).isEqualTo(NOT_OF_BACKUP.keySet());
  }

  @Test
  void theCommandsOfPlansHaveAnOptionForEveryFieldOfAPlan() {
    Set<String> fields =
        Arrays.stream(BackupPlan.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> method.getParameterCount() == 0)
            .map(Method::getName)
            .filter(name -> !NO_FIELDS.contains(name))
            .collect(Collectors.toSet());
    CommandSpec plans = spec("plans");

    for (String command : Set.of("add", "edit")) {
      CommandSpec spec = requireNonNull(plans.subcommands().get(command)).getCommandSpec();
      assertThat(missing(spec, fields, OF_PLANS)).isEqualTo(NOT_OF_PLANS.keySet());
    }
  }

  private static CommandSpec spec(String command) {
    return requireNonNull(SPACES.getSubcommands().get(command)).getCommandSpec();
  }
}
