package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
  private static final String KEY = Wallet.random().exportSecretKey();
  private static final String DID = Wallet.random().address();
  private static final String ENDPOINT =
      "https://space.example/api/space/" + DID + "/app/" + DID + "/";

  private static final String[] COMMANDS = {
    "backup",
    "restore",
    "verify-mirror",
    "snapshots",
    "keys",
    "history",
    "status",
    "plans",
    "schedule",
    "ls",
    "get",
    "put",
    "rm",
    "serve",
    "console",
    "wallet",
    "demo",
    "bench"
  };

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("nonsense", "nonsense"),
        mistake("A command is missing"),
        mistake("--endpoint", "backup", "--secret-key", KEY, "."),
        mistake("--endpoint", "backup", "--endpoint", "ftp://x/", "--secret-key", KEY, "."),
        mistake("SPACES_SECRET_KEY", "backup", "--endpoint", ENDPOINT, "."),
        mistake("SOURCE", "backup", "--endpoint", ENDPOINT, "--secret-key", KEY),
        mistake("SOURCE", backup("/no/such/folder")),
        mistake("--nonsense", backup("--nonsense", ".")),
        mistake("--secretkey", "backup", "--endpoint", ENDPOINT, "--secretkey", KEY, "."),
        mistake("--concurrency", backup("--concurrency=0", ".")),
        mistake("--concurrency", backup("--concurrency=many", ".")),
        mistake("--retries", backup("--retries=11", ".")),
        mistake("--app-did", backup("--app-did=z1nonsense", ".")),
        mistake("--app-pid", backup("--incremental", "--app-pid=z1nonsense", ".")),
        mistake("--user-did", backup("--user-did=me", ".")),
        mistake("--referrer", backup("--referrer=here", ".")),
        mistake("--app-name", backup("--app-name=", ".")),
        mistake("--app-description", backup("--app-description= ", ".")),
        mistake("--delegation", backup("--delegation=a.b.c", ".")),
        mistake("--temp-dir", backup("--temp-dir=/no/such/folder", ".")),
        mistake("(SOURCE): it is empty", backup("")),
        mistake("'--state-dir': it is empty", backup("--state-dir=", ".")),
        mistake("(TARGET): it is empty", restore("--delete-extra", "")),
        mistake("(TARGET): \"a\0b\" is not a path", restore("a\0b")),
        mistake("--key-type", backup("--key-type=rsa", ".")),
        mistake("--secret-key", backup("--secret-key-file=x", ".")),
        mistake("--compression", backup("--compression=rar:1", ".")),
        mistake("--on-special", backup("--on-special=maybe", ".")),
        mistake("--expires", backup("--expires=yesterday", ".")),
        mistake("--keep", backup("--keep=some", ".")),
        mistake("--key-file", backup("--key-file=/no/such/file", ".")),
        mistake("--key-file", backup("--key-file=x", "--passphrase-file=y", ".")),
        mistake("TARGET", "restore", "--endpoint", ENDPOINT, "--secret-key", KEY),
        mistake("--overwrite", restore("--overwrite=maybe", "x")),
        mistake("--snapshot", restore("--snapshot=xyz", "x")),
        mistake("--as-of", restore("--at=once", "x")),
        mistake("--resend", backup("--resend", "--zip", ".")),
        mistake("--concurrency", command("verify-mirror", "--concurrency=0")),
        mistake("--app-pid", command("verify-mirror", "--app-pid=z1nonsense")),
        mistake("list", "snapshots"),
        mistake("--share", snapshots("verify", "--share=8/7")),
        mistake("--share", snapshots("verify", "--share=half")),
        mistake("--budget", snapshots("verify", "--budget=much")),
        mistake("--budget", snapshots("verify", "--budget=0")),
        mistake("--concurrency", snapshots("verify", "--concurrency=0")),
        mistake("--set", snapshots("verify", "--set=a", "0123456789abcdef")),
        mistake("ID", snapshots("verify", "xyz")),
        mistake("ID", snapshots("show", "xyz")),
        mistake("WHEN", snapshots("expire", "0123456789abcdef", "once")),
        mistake("--keep", snapshots("prune", "--keep=some")),
        mistake("--new-key-file", snapshots("change-key")),
        mistake(
            "--new-key-file",
            snapshots("change-key", "--new-key-file=x", "--new-passphrase-file=y")),
        mistake("--new-key-file /no/such", snapshots("change-key", "--new-key-file=/no/such")),
        mistake("--json", snapshots("export", "--json", "0123456789abcdef", "-")),
        mistake("--app-pid", snapshots("list", "--app-pid=z1nonsense")),
        mistake("OLDER", snapshots("diff")),
        mistake("ARCHIVE", snapshots("import", "/no/such/file")),
        mistake("--port", "serve", "--port=70000"),
        mistake("--root", "console"),
        mistake("--root", "console", "--root=x", "--endpoint", ENDPOINT),
        mistake("--port", "console", "--root=x", "--port=70000"),
        mistake("--host", "console", "--root=x", "--host=no such host"),
        mistake("--data", "console", "--root=x", "--data=."),
        mistake("--passphrase-file", "console", "--root=x", "--passphrase-file=y"),
        mistake("--endpoint", console("--endpoint=ftp://x/")),
        mistake("--retention", console("--endpoint", ENDPOINT, "--retention=some")),
        mistake("--key-file /no/such", console("--endpoint", ENDPOINT, "--key-file=/no/such")),
        mistake("--trigger-rate", "console", "--root=x", "--trigger-rate=0"),
        mistake("--data", "console", "--endpoint", ENDPOINT, "--secret-key", KEY),
        mistake("--data", "console", "--endpoint", ENDPOINT, "--data=/no/such/folder"),
        mistake("--memory", "serve", "--memory", "--root=x"),
        mistake("--kind", command("history", "--kind=party")),
        mistake("--page-size", command("history", "--page-size=0")),
        mistake("--from", command("history", "--from=yesterday")),
        mistake("list", "plans"),
        mistake("no-such.yaml", "plans", "list", "--file=no-such.yaml"),
        mistake("--endpoint", "plans", "add", "x", "--cron=@daily", "--folder=data"),
        mistake("--cron", "plans", "add", "x", "--cron=99 * * * *", "--folder=data"),
        mistake("--secret-key", plansAdd("--secret-key", KEY)),
        mistake("--layout", plansAdd("--layout=cloud", "--secret-key=env:K")),
        mistake("--retention", plansAdd("--retention=BYTES 3", "--secret-key=env:K")),
        mistake("run", "schedule"),
        mistake("no-such.yaml", "schedule", "run", "no-such.yaml"),
        mistake("--corpus", "bench", "--corpus=huge"),
        mistake("--runs", "bench", "--runs=0"),
        mistake("--type", "wallet", "new", "--type=rsa"),
        mistake("new", "wallet"));
  }

  private static Arguments mistake(String named, String... args) {
    return Arguments.of(named, List.of(args));
  }

  private static String[] backup(String... more) {
    return command("backup", more);
  }

  private static String[] restore(String... more) {
    return command("restore", more);
  }

  private static String[] console(String... more) {
    return Stream.concat(
            Stream.of("console", "--port=0", "--data=.", "--secret-key", KEY), Stream.of(more))
        .toArray(String[]::new);
  }

  private static String[] snapshots(String command, String... more) {
    return Stream.concat(
            Stream.of("snapshots", command, "--endpoint", ENDPOINT, "--secret-key", KEY),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static String[] plansAdd(String... more) {
    return Stream.concat(
            Stream.of(
                "plans", "add", "x", "--cron=@daily", "--folder=data", "--endpoint", ENDPOINT),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static String[] command(String name, String... more) {
    return Stream.concat(
            Stream.of(name, "--endpoint", ENDPOINT, "--secret-key", KEY), Stream.of(more))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeEndsWith2AndAMessageThatNamesTheOption(String named, List<String> args) {
    Run run = Run.spaces(args.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(named).contains("--help").doesNotContain("Exception");
    assertThat(run.err()).doesNotContain(KEY).doesNotContain(KEY.substring(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "console", "ls", "plans add", "schedule run", "wallet new"})
  void helpBreaksNoLineWithinAnAddressOrAName(String command) {
    Run run = Run.spaces((command + " --help").split(" ", -1));

    assertThat(run.out().lines()).noneMatch(line -> line.matches(".*(https?:| '?\\.|file:)"));
  }

  @Test
  void anOptionalFolderIsShownAsOptional() {
    String usage = Run.spaces("snapshots", "export", "--help").out();

    assertThat(usage.replaceAll("\\s+", " ")).contains(" ID [FOLDER] ");
  }

  @Test
  void aBadSecretKeyIsNeverRepeated(@TempDir Path folder) throws Exception {
    String bad = "0x1234beefcafe";
    Path file = Files.writeString(folder.resolve("key"), bad);

    Run given = Run.spaces("ls", "--endpoint", ENDPOINT, "--secret-key", bad);
    Run read = Run.spaces("ls", "--endpoint", ENDPOINT, "--secret-key-file", file.toString());

    assertThat(given.exitCode()).isEqualTo(2);
    assertThat(given.err()).contains("--secret-key").doesNotContain("beefcafe");
    assertThat(read.exitCode()).isEqualTo(2);
    assertThat(read.err()).contains("--secret-key-file").doesNotContain("beefcafe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "ISO-8859-1"})
  void aSecretFileThatIsNoUtf8IsRefusedAndNotRepeated(String charset, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("secret");
    Files.write(file, "Plant\u00e9d-zebra-horse-battery".getBytes(Charset.forName(charset)));
    for (String[] args :
        List.of(
            backup("--passphrase-file=" + file, "."),
            backup("--key-file=" + file, "."),
            restore("--recovery-key-file=" + file, "target"),
            new String[] {"ls", "--endpoint", ENDPOINT, "--secret-key-file", file.toString()},
            backup("--delegation=file:" + file, "."))) {
      Run run = Run.spaces(args);

      assertThat(run.exitCode()).as(String.join(" ", args)).isEqualTo(2);
      assertThat(run.err().replace("\0", ""))
          .contains(file.toString())
          .containsAnyOf("UTF-8", "NUL")
          .doesNotContain("zebra", "horse");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example/s3cret path",
        "https://u:s3cret@hooks.example/",
        "hooks.example/s3cret",
        "https://hooks.example/s3cret/../x",
        "https://[hooks/s3cret",
      })
  void anAddressOfAWebhookIsNeverRepeated(String address, @TempDir Path folder) throws Exception {
    Path plans = Files.writeString(folder.resolve("plans.yaml"), "plans: []");
    Path secret = Files.writeString(folder.resolve("secret"), "a secret of some length");

    Run run =
        Run.spaces(
            "schedule",
            "run",
            plans.toString(),
            "--webhook=" + address,
            "--webhook-secret-file=" + secret);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--webhook").doesNotContain("s3cret");
  }

  @Test
  void aMissingSecretKeyFileIsAUsageError() {
    Run run = Run.spaces("ls", "--endpoint", ENDPOINT, "--secret-key-file", "/no/such/file");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--secret-key-file /no/such/file");
  }

  @Test
  void aFolderThatAnotherServerUsesIsAUsageError(@TempDir Path folder) {
    try (SpaceServer other = SpaceServer.onDisk(folder).start()) {
      Run run = Run.spaces("serve", "--root", folder.toString());

      assertThat(other.port()).isPositive();
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(folder.toString(), "--root").doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "help"})
  void helpEndsWith0AndNamesEveryCommand(String help) {
    Run run = Run.spaces(help);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(COMMANDS).contains("130").doesNotContain("bench-floor");
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void everyCommandHasHelp(String command) {
    for (String[] args : new String[][] {{command, "--help"}, {"help", command}}) {
      Run run = Run.spaces(args);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("Usage: spaces " + command);
    }
  }

  @Test
  void thereIsNoOtherCommand() {
    assertThat(Spaces.program().getSubcommands().values())
        .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
        .extracting(CommandLine::getCommandName)
        .containsExactly(
            Stream.concat(Stream.of(COMMANDS), Stream.of("help")).toArray(String[]::new));
  }
}
